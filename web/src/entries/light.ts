import type { Schemas } from '@/api/client'
import { day } from '@/words/time'
import type { Entry, Milestone } from './entry'
import { classOf, type Ledger } from './ledger'

export interface Shown {
  colour: Schemas['Light']
  word: string
  /** The next milestone and how much is left until it. */
  next: string
  provisional: boolean
}

function left(days: number | null | undefined): string {
  if (days == null) return ''
  return days < 0 ? `已超 ${-days} 个工作日` : `剩 ${days} 个工作日`
}

/** An entry's light in words: of the next milestone, or of what the ledger has besides. What is settled has none. */
export function lightOf(ledger: Ledger, entry: Entry, today: string): Shown | null {
  if (classOf(ledger, entry.status) !== 'open') return null
  const clock = entry.clocks.milestone
  const ofMilestone = clock?.light === entry.light
  const next = clock ? [`${clock.name} ${day(clock.due_on, today)}`, left(clock.remaining_working_days)].filter(Boolean).join('，') : ''
  return { colour: entry.light, word: wordOf(entry.light, ofMilestone, clock?.due_on === today), next, provisional: !!clock?.provisional }
}

function wordOf(light: Schemas['Light'], ofMilestone: boolean, dueToday: boolean): string {
  if (light === 'green') return '正常'
  if (light === 'red') return ofMilestone ? '节点逾期' : '进度滞后'
  if (!ofMilestone) return '进度偏慢'
  return dueToday ? '节点今日到期' : '节点临期'
}

export interface MilestoneState {
  colour: Schemas['Light'] | 'grey'
  word: string
}

/** How a milestone stands; the light of the next one is the server's. */
export function milestoneState(one: Milestone, entry: Entry, today: string): MilestoneState {
  if (one.done_on) return one.done_on <= one.due_on ? { colour: 'green', word: '已完成' } : { colour: 'yellow', word: '已完成（逾期）' }
  if (one.due_on < today) return { colour: 'red', word: '逾期' }
  if (one.due_on === today) return { colour: 'yellow', word: '今日到期' }
  const next = entry.clocks.milestone
  return next?.position === one.position && next.light === 'yellow' ? { colour: 'yellow', word: '临期' } : { colour: 'grey', word: '未到期' }
}
