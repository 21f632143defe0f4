import type { RouteLocationRaw } from 'vue-router'
import type { Schemas } from '@/api/client'
import { behind, percent, type Days, type Row } from '@/statistics/figures'
import { day } from '@/words/time'
import { dueFilters, key, near } from './due'
import { ledger } from './stages'

export interface Piece {
  text: string
  to?: RouteLocationRaw | null
  label?: string
}

/** One of the big numbers. */
export interface Card {
  key: string
  label: string
  /** Small behind the label: which days it is of. */
  of?: string
  value: string
  to: RouteLocationRaw | null
  /** What stands beneath, a line each; null while it isn't known yet. */
  facts: Piece[]
  change: string | null
  spark: (number | null)[]
  tone: 'blue' | 'red' | 'amber' | 'green' | 'grey'
}

export interface Known {
  row: Row
  days: Days
  today: string
  /** The weeks, the running one last; what hasn't come yet is undefined. */
  weeks: (Row | undefined)[]
  due: Record<string, number> | undefined
  ofDepartment: boolean
}

/** Fewer answers, or fewer enterprises reached, say nothing of how content they are. */
const FEWEST_ANSWERS = 5
const LEAST_REACHED = 30

export function isThin(rates: Schemas['Rates']): boolean {
  return rates.satisfaction.denominator < FEWEST_ANSWERS || Number(rates.follow_up.percent ?? 0) < LEAST_REACHED
}

/** `较上周末 +3`, `较上周末持平`. */
export function change(now: number, before: number | undefined, unit = ''): string | null {
  if (before === undefined) return null
  const by = Number((now - before).toFixed(1))
  return by === 0 ? '较上周末持平' : `较上周末 ${by > 0 ? '+' : '−'}${Math.abs(by)}${unit}`
}

const numberOf = (rate: Schemas['Rate'] | undefined) => (rate?.percent == null ? null : Number(rate.percent))

/** `76%`: how much of the whole a part is. */
export const share = (part: number, whole: number) => (whole ? `${Math.round((part / whole) * 100)}%` : '—')

export function cards({ row, days, today, weeks, due, ofDepartment }: Known): Card[] {
  const before = weeks[weeks.length - 2]
  const history = (read: (row: Row) => number | null) => weeks.map((one) => (one ? read(one) : null))
  const parts = (rate: Schemas['Rate'], name: string, over: string, under: string): Piece[] =>
    rate.denominator
      ? [
          { text: String(rate.numerator), label: `${name}分子 ${rate.numerator}`, to: rate.numerator ? behind(over, days, false) : null },
          { text: ' / ' },
          { text: String(rate.denominator), label: `${name}分母 ${rate.denominator}`, to: behind(under, days, false) },
        ]
      : [{ text: '暂无' }]
  const points = (now: Schemas['Rate'], then: Schemas['Rate'] | undefined) => {
    const [one, two] = [numberOf(now), numberOf(then)]
    return one === null || two === null ? (weeks.every(Boolean) ? '' : null) : change(one, two, '个百分点')
  }
  const { resolve, on_time, satisfaction, follow_up } = row.rates
  const { today: now, tomorrow, week } = near(today)
  const thin = isThin(row.rates)
  const lastWeek = before?.period.rates.on_time
  return [
    {
      key: 'outstanding',
      label: '未办结',
      value: String(row.outstanding),
      to: behind('outstanding', days, false),
      facts: [{ text: '收集 ' }, { text: String(row.collected), label: `收集 ${row.collected}`, to: behind('collected', days, false) }],
      change: change(row.outstanding, before?.outstanding),
      spark: history((one) => one.outstanding),
      tone: 'blue',
    },
    {
      key: 'overdue',
      label: '其中超期',
      value: String(row.overdue),
      to: behind('overdue', days, false),
      facts: [{ text: `占未办结 ${share(row.overdue, row.outstanding)}` }],
      change: change(row.overdue, before?.overdue),
      spark: history((one) => one.overdue),
      tone: row.overdue > 0 ? 'red' : 'blue',
    },
    {
      key: 'due',
      label: '本周到期',
      of: `至${day(week.to, today)}`,
      value: due ? String(due[key(week)] ?? 0) : '…',
      to: ledger(dueFilters(week, ofDepartment)),
      facts: [
        { text: '今日 ' },
        { text: due ? String(due[key(now)] ?? 0) : '…', label: `今日到期 ${due?.[key(now)] ?? 0}`, to: due?.[key(now)] ? ledger(dueFilters(now, ofDepartment)) : null },
        { text: ' · 明日 ' },
        { text: due ? String(due[key(tomorrow)] ?? 0) : '…', label: `明日到期 ${due?.[key(tomorrow)] ?? 0}`, to: due?.[key(tomorrow)] ? ledger(dueFilters(tomorrow, ofDepartment)) : null },
      ],
      change: '',
      spark: [],
      tone: 'amber',
    },
    {
      key: 'resolve',
      label: '办结率',
      of: '累计',
      value: percent(resolve),
      to: null,
      facts: parts(resolve, '办结率', 'resolved', 'collected'),
      change: points(resolve, before?.rates.resolve),
      spark: history((one) => numberOf(one.rates.resolve)),
      tone: 'blue',
    },
    {
      key: 'on_time',
      label: '按时办结率',
      of: '今年以来',
      value: percent(on_time),
      to: null,
      facts: parts(on_time, '按时办结率', 'on_time', 'due'),
      // Of a stretch of days each: a week stands beside the year, it can't be taken from it.
      change: lastWeek ? `上周 ${percent(lastWeek)}` : null,
      spark: history((one) => numberOf(one.period.rates.on_time)),
      tone: 'blue',
    },
    {
      key: 'satisfaction',
      label: '满意率',
      of: thin ? '样本不足' : '累计',
      value: percent(satisfaction),
      to: null,
      facts: satisfaction.denominator
        ? [...parts(satisfaction, '满意率', 'satisfied', 'answered'), { text: ' 已评价' }]
        : [{ text: '暂无评价' }],
      change: `回访率 ${percent(follow_up)}`,
      spark: thin ? [] : history((one) => numberOf(one.rates.satisfaction)),
      tone: thin ? 'grey' : 'green',
    },
  ]
}
