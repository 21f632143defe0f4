import type { Ledger } from './ledger'

/** The counts that every ledger has as of a day, by what they are to the balance. */
const SHARED: { name: string; zh: string }[] = [
  { name: 'listed', zh: '总数' },
  { name: 'open', zh: '未完结' },
  { name: 'settled', zh: '已完结' },
  { name: 'excluded', zh: '已移出' },
]

export interface Rate {
  numerator: number
  denominator: number
  /** Null over a denominator of 0. */
  percent: string | null
}

/** The numbers of a ledger as of a day; what it has besides stands beside them under its own names. */
export interface Numbers {
  rates: Record<string, Rate | undefined>
  [count: string]: unknown
}

export interface Count {
  name: string
  zh: string
  value: number
}

/** All counts in the order of the description, those of every ledger first. */
export function countsOf(ledger: Ledger, numbers: Numbers): Count[] {
  return [...SHARED, ...ledger.counts].map(({ name, zh }) => ({ name, zh, value: Number(numbers[name] ?? 0) }))
}

/** `已开工`, or `本期新增已开工` of what became so in a period. */
export function countWord(ledger: Ledger, countOf: string): string {
  const name = countOf.replace(/^period\./, '')
  const zh = [...SHARED, ...ledger.counts].find((one) => one.name === name)?.zh ?? ''
  return name === countOf ? zh : `本期${zh}`
}
