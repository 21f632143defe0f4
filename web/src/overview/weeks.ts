import type { Pair } from '@/chart/chart'
import { behind, type Row } from '@/statistics/figures'
import { day, mondayOf, plusDays } from '@/words/time'

export interface Week {
  from: string
  to: string
}

/** The running week up to today, and those before it; the oldest first. */
export function lastWeeks(today: string, amount: number): Week[] {
  const monday = mondayOf(today)
  return Array.from({ length: amount }, (_, at) => {
    const from = plusDays(monday, -7 * (amount - 1 - at))
    return { from, to: at === amount - 1 ? today : plusDays(from, 6) }
  })
}

/** The number of a week in its year, as in 第32周: that of the year in which its Thursday lies. */
export function weekNumber(monday: string): number {
  const thursday = plusDays(monday, 3)
  const days = (Date.parse(thursday) - Date.parse(`${thursday.slice(0, 4)}-01-01`)) / 86_400_000
  return Math.floor(days / 7) + 1
}

/** `8月9日—15日`, `7月26日—8月1日`. */
export function weekDays({ from, to }: Week): string {
  const short = (text: string) => day(text, text)
  if (from === to) return short(from)
  return `${short(from)}—${from.slice(0, 7) === to.slice(0, 7) ? `${Number(to.slice(8))}日` : short(to)}`
}

/** What came in and what was settled each week, and what was left at its end. */
export function pairs(weeks: Week[], rows: (Row | undefined)[]): Pair[] {
  return weeks.flatMap((week, at) => {
    const row = rows[at]
    if (!row) return []
    const number = weekNumber(week.from)
    const days = { ...week, as_of: week.to }
    const told = `第${number}周（${weekDays(week)}）`
    const mark = (name: 'collected' | 'resolved', label: string) => ({
      value: row.period[name],
      label: `${told}${label} ${row.period[name]}件`,
      to: behind(name, days, true),
    })
    return {
      key: week.from,
      name: at === weeks.length - 1 ? '本周' : at === 0 ? `第${number}周` : String(number),
      bars: [mark('collected', '收集'), mark('resolved', '办结')] as Pair['bars'],
      point: { value: row.outstanding, label: `${told}期末未办结 ${row.outstanding}件`, to: behind('outstanding', days, false) },
    }
  })
}
