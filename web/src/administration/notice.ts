import { plusDays } from '@/words/time'

/** A year's days off and the weekend days worked in exchange, each in order. */
export interface Notice {
  off: string[]
  work: string[]
}

export type Mark = 'off' | 'work' | null

const DAY = /(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日/
const ASIDE = /[（(][^（）()]*[）)]/g

const pad = (number: number) => String(number).padStart(2, '0')
const iso = (year: number, month: number, date: number) => `${year}-${pad(month)}-${pad(date)}`

function real(day: string): boolean {
  const read = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(read.getTime()) && read.toISOString().slice(0, 10) === day
}

/**
 * Reads the days of a notice as the State Council words it: "10月1日（周五）至7日（周四）放假调休，
 * 共7天。9月26日、10月9日上班。" A month or year that isn't repeated is the one before. Years are
 * named only where they differ, so the year of the notice is told.
 */
export function readNotice(text: string, year: number): Notice {
  const off = new Set<string>()
  const work = new Set<string>()
  for (const paragraph of text.split(/\n/)) {
    const before = { year, month: 0 }
    for (const clause of paragraph.replace(ASIDE, '').split(/[。；;]/)) {
      // What is worked is told in a clause of its own; "补休" and "放假" are both days off.
      for (const part of clause.split(/(?<=上班|放假调休|放假|补休)/)) {
        const into = part.includes('上班') ? work : /放假|补休/.test(part) ? off : null
        const days = daysIn(part, before)
        if (into) for (const one of days) into.add(one)
      }
    }
  }
  return { off: [...off].sort(), work: [...work].sort() }
}

function daysIn(part: string, before: { year: number; month: number }): string[] {
  const found: string[] = []
  let joined = false
  let rest = part
  for (let match = DAY.exec(rest); match; match = DAY.exec(rest)) {
    joined = found.length > 0 && /[至到—\-~－]\s*$/.test(rest.slice(0, match.index))
    const month = match[2] ? Number(match[2]) : before.month
    if (match[1]) before.year = Number(match[1])
    before.month = month
    const day = iso(before.year, month, Number(match[3]))
    if (real(day)) {
      const from = found[found.length - 1]
      if (joined && from && from < day) for (let one = plusDays(from, 1); one < day; one = plusDays(one, 1)) found.push(one)
      found.push(day)
    }
    rest = rest.slice(match.index + match[0].length)
  }
  return found
}

export function isWeekend(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday === 0 || weekday === 6
}

/** A day pressed in the calendar: as it is without a notice, then off, then worked where that can be. */
export function pressed(notice: Notice, day: string): Notice {
  const without = { off: notice.off.filter((one) => one !== day), work: notice.work.filter((one) => one !== day) }
  if (notice.work.includes(day)) return without
  if (!notice.off.includes(day)) return { ...without, off: [...without.off, day].sort() }
  return isWeekend(day) ? { ...without, work: [...without.work, day].sort() } : without
}

export function markOf(notice: Notice, day: string): Mark {
  return notice.off.includes(day) ? 'off' : notice.work.includes(day) ? 'work' : null
}

/** The weeks of a month from Monday to Sunday; nulls where it hasn't begun or has ended. */
export function weeksOf(year: number, month: number): (string | null)[][] {
  const first = iso(year, month, 1)
  const lead = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const cells = [
    ...Array.from({ length: lead }, () => null),
    ...Array.from({ length }, (_, place) => iso(year, month, place + 1)),
  ]
  while (cells.length % 7) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
}
