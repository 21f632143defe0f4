import type { Numbers, Rate } from '@/entries/counts'
import type { Entry } from '@/entries/entry'

/** Of how long nobody has heard of a lead. */
export interface Silence {
  since: string
  /** The last limit that has passed. */
  stale: 'answer' | 'assess' | 'feedback' | 'progress' | null
  /** The last day of each. */
  limits: Record<string, string>
}

export const STALE: Record<NonNullable<Silence['stale']>, string> = {
  answer: '未答复',
  assess: '未研判',
  feedback: '未反馈',
  progress: '久无进展',
}

/** The fields that are asked for of one kind alone. */
const OF_KIND: Record<string, string[]> = { investment: ['planned_yuan', 'increase_of'], talent: ['person', 'people', 'flexible'] }

/** Whether a field is asked for of a lead; as long as nobody has said of what kind it is, as of an investment. */
export const asks = (field: string, told: { kind?: unknown }): boolean =>
  Object.entries(OF_KIND).every(([kind, fields]) => kind === (told.kind ?? 'investment') || !fields.includes(field))

export const silenceOf = (entry: Entry): Silence | undefined => entry.clocks.silence as Silence | undefined

/** What the numbers of leads have of their own. */
export interface LeadNumbers {
  signed_amount: number
  framework_amount: number
  started: Rate
  funds: Rate
  converted: Rate
  talents_of_day: { people: number; arrived: number; flexible: number }
  stale: Record<string, number>
}

export const numbersOf = (numbers: Numbers): LeadNumbers | undefined =>
  typeof numbers.signed_amount === 'number' ? (numbers as unknown as LeadNumbers) : undefined

/** The leads of which nobody has heard for too long. */
export const silent = (numbers: LeadNumbers): { word: string; number: number }[] =>
  Object.entries(STALE).flatMap(([key, word]) => (numbers.stale[key] ? [{ word, number: numbers.stale[key] }] : []))

/** What a call comes to, most of the time: one tap writes it down. No name and no number stands in it. */
export const CALLS = ['已电话沟通，对方有意继续对接。', '已电话沟通，约定近期面谈。', '已电话沟通，对方仍在内部研究。', '已去电，未接通，择日再联系。']
