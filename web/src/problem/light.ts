import type { Schemas } from '@/api/client'
import { LATE, LIGHT } from '@/words/words'
import type { ClockKind } from './problem'

type Light = Schemas['Light']
type Clock = Schemas['ClockOut']

/** How a limit is shown: the colour, what it is called, and how much is left. */
export interface Shown {
  colour: Light
  word: string
  left: string
}

/** The time by the server's clock: the day it is there, and the instant in milliseconds. */
export interface Now {
  today: string
  instant: number
}

const HOUR = 3_600_000

function hours(due: number, now: number): string {
  const span = Math.abs(due - now)
  const text = span < HOUR ? `${Math.max(1, Math.floor(span / 60_000))}分钟` : `${Math.floor(span / HOUR)}小时`
  return due > now ? `剩${text}` : `已超${text}`
}

function days(left: number | null | undefined): string {
  if (left == null) return ''
  return left < 0 ? `已超 ${-left} 个工作日` : `剩 ${left} 个工作日`
}

/**
 * A running limit: 超期 names the one to solve it, others say which. What ends today is amber, however
 * late the warning would begin; what is counted in hours says them.
 */
export function shownAs(clock: Clock, kind: ClockKind, now: Now): Shown | null {
  if (!clock.light) return null
  const due = clock.due_at ? Date.parse(clock.due_at) : null
  const late = clock.light === 'red' || (due !== null && due <= now.instant)
  const left = due === null ? days(clock.remaining_working_days) : hours(due, now.instant)
  if (late) return { colour: 'red', word: LATE[kind], left }
  if (clock.due_on === now.today) return { colour: 'yellow', word: '今日到期', left: due === null ? '' : left }
  return { colour: clock.light, word: LIGHT[clock.light], left }
}
