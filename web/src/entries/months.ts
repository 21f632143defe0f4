import type { Month } from './entry'
import type { Field } from './ledger'
import { sumOf } from './money'

/** The running month is taken from this day on. */
const RUNNING_FROM = 20

/** `2021-07` → `2021年7月`. */
export function monthWord(month: string): string {
  const [year, number] = month.split('-')
  return year && number ? `${year}年${Number(number)}月` : ''
}

function before(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return number > 1 ? `${year}-${String(number - 1).padStart(2, '0')}` : `${year - 1}-12`
}

/** The months that can be reported on a day, the newest first: so many that a year's start is among them. */
export function reportable(today: string, many = 13): string[] {
  const running = today.slice(0, 7)
  let month = Number(today.slice(8, 10)) >= RUNNING_FROM ? running : before(running)
  const months: string[] = []
  for (let count = 0; count < many; count += 1) {
    months.push(month)
    month = before(month)
  }
  return months
}

/** What a month's amount of a year comes to with those before it. */
export function yearSum(months: Month[], until: string, figure: Field): bigint {
  const same = months.filter((one) => one.month.slice(0, 4) === until.slice(0, 4) && one.month <= until)
  return sumOf(same.map((one) => one[figure.name]).filter((amount): amount is number => typeof amount === 'number'))
}
