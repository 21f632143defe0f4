import type { Schemas } from '@/api/client'
import type { Column } from '@/chart/chart'
import { day, mondayOf, plusDays, weekday } from '@/words/time'
import { ledger, within } from './stages'

/** A working day, or the days off between two; today and tomorrow stand by themselves. */
export interface Stretch {
  from: string
  to: string
  off: boolean
}

/** The days from today on, as the server's calendar counts them; days off in a row are one stretch. */
export function stretches(days: Schemas['DayOut'][], today: string): Stretch[] {
  const found: Stretch[] = []
  const tomorrow = plusDays(today, 1)
  for (const { date, counted } of days) {
    if (date < today) continue
    const before = found[found.length - 1]
    if (!counted && before?.off && before.from > tomorrow) before.to = date
    else found.push({ from: date, to: date, off: !counted })
  }
  return found
}

export const key = ({ from, to }: { from: string; to: string }) => `${from}/${to}`

/** What is asked for beside the days: today, tomorrow, and the rest of this week. */
export function near(today: string) {
  const tomorrow = plusDays(today, 1)
  return {
    today: { from: today, to: today },
    tomorrow: { from: tomorrow, to: tomorrow },
    week: { from: today, to: plusDays(mondayOf(today), 6) },
  }
}

/** The cases whose running limit ends on one of these days. */
export const dueFilters = ({ from, to }: { from: string; to: string }, ofDepartment: boolean) =>
  within({ status: [], due_from: from, due_to: to, sort: 'due_on' }, ofDepartment)

/** One column for each working day; days off have one only where something ends on them. */
export function columns(all: Stretch[], counts: Record<string, number>, today: string, ofDepartment: boolean): Column[] {
  const tomorrow = plusDays(today, 1)
  return all
    .filter((one) => !one.off || (counts[key(one)] ?? 0) > 0)
    .map((one) => {
      const value = counts[key(one)] ?? 0
      const told = one.from === one.to ? `${day(one.from, today)}星期${weekday(one.from)}` : `${day(one.from, today)}至${day(one.to, today)}`
      return {
        key: key(one),
        value,
        name: one.from === one.to ? `${short(one.from)}日` : `${short(one.from)}—${short(one.to)}日`,
        under: one.from === today ? '今日' : one.from === tomorrow ? '明日' : one.off ? '休' : weekday(one.from),
        ink: one.from === today || one.from === tomorrow ? 'amber' : 'blue',
        label: `${told}${one.off ? '（休息日）' : ''}到期 ${value}件`,
        to: ledger(dueFilters(one, ofDepartment)),
      }
    })
}

/** `8月16日起十个工作日（21、22日休）`. */
export function dueNote(all: Stretch[], today: string): string {
  const first = all.find((one) => !one.off)
  if (!first) return ''
  const off = all.filter((one) => one.off && one.from > first.from).map((one) => (one.from === one.to ? short(one.from) : `${short(one.from)}—${short(one.to)}`))
  return `${day(first.from, today)}起十个工作日${off.length ? `（${off.join('、')}日休）` : ''}`
}

const short = (text: string) => String(Number(text.slice(8)))
