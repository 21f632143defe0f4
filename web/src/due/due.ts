import type { Schemas } from '@/api/client'
import { weeksOf } from '@/administration/notice'
import type { Filters } from '@/ledger/filters'
import { dueFilters } from '@/overview/due'
import { plusDays } from '@/words/time'

/** How many cases' solve limits end on each day. */
export function countDays(problems: { clocks: { solve?: Pick<Schemas['ClockOut'], 'due_on'> | null } }[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { clocks } of problems) if (clocks.solve) counts[clocks.solve.due_on] = (counts[clocks.solve.due_on] ?? 0) + 1
  return counts
}

/** The sum of some days, both ends included. */
export function countOf(counts: Record<string, number>, from: string, to: string): number {
  return Object.entries(counts).reduce((sum, [day, count]) => (day >= from && day <= to ? sum + count : sum), 0)
}

export interface Month {
  year: number
  month: number
}

export const monthOf = (day: string): Month => ({ year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)) })

export function shifted({ year, month }: Month, by: number): Month {
  const months = year * 12 + month - 1 + by
  return { year: Math.floor(months / 12), month: (months % 12) + 1 }
}

/** The first and last day that the month's weeks show. */
export function endsOf({ year, month }: Month): { from: string; to: string } {
  const days = weeksOf(year, month).flat().filter((day): day is string => !!day)
  return { from: days[0] ?? '', to: days[days.length - 1] ?? '' }
}

/** What is asked of the ledger for a stretch of days: the same as its rows are opened with. */
export const rowsOf = (from: string, to: string, ofDepartment: boolean): Filters => dueFilters({ from, to }, ofDepartment)

/** Past it is late, today and tomorrow it presses. */
export const urgency = (day: string, today: string): 'late' | 'near' | 'later' =>
  day < today ? 'late' : day <= plusDays(today, 1) ? 'near' : 'later'
