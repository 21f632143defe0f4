import type { Schemas } from '@/api/client'

type Day = Schemas['DayOut']

/** The days of a limit, those that count numbered from the first. */
export function numbered(days: Day[]): (Day & { number: number })[] {
  let number = 0
  return days.map((day) => ({ ...day, number: day.counted ? ++number : number }))
}
