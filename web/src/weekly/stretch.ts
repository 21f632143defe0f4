import { day, plusDays } from '@/words/time'

/** How long a stretch of days a report is about; as the API's addresses say it. */
export type Kind = 'weekly' | 'monthly' | 'quarterly'

/** What each is called, and the parameter of its address that says which one. */
export const KINDS = {
  weekly: { name: '周报', of: '周', this: '本周', before: '上一周', after: '下一周', which: '周次', query: 'ending' },
  monthly: { name: '月报', of: '月', this: '本月', before: '上一月', after: '下一月', which: '月份', query: 'month' },
  quarterly: { name: '季报', of: '季', this: '本季度', before: '上一季度', after: '下一季度', which: '季度', query: 'quarter' },
} as const

/** How many there are to choose from. */
const CHOICE = { weekly: 60, monthly: 36, quarterly: 16 }

const MONTHS = { monthly: 1, quarterly: 3 }

/** The first month of `2021-08` or `2021-Q3`, counted from year 0. */
function firstMonth(value: string): number {
  const [year, rest = ''] = value.split('-')
  const month = rest.startsWith('Q') ? Number(rest.slice(1)) * 3 - 2 : Number(rest)
  return Number(year) * 12 + month - 1
}

function named(kind: 'monthly' | 'quarterly', months: number): string {
  const [year, month] = [Math.floor(months / 12), months % 12]
  return kind === 'monthly' ? `${year}-${String(month + 1).padStart(2, '0')}` : `${year}-Q${Math.floor(month / 3) + 1}`
}

/** Another one, so many later; a week is named by its last day. */
export function moved(kind: Kind, value: string, by: number): string {
  return kind === 'weekly' ? plusDays(value, 7 * by) : named(kind, firstMonth(value) + MONTHS[kind] * by)
}

export interface Choice {
  value: string
  label: string
}

/**
 * The running one and those before it, the newest first. Where weeks begin is the server's to say:
 * `known` is one of them.
 */
export function choices(kind: Kind, known: string, today: string): Choice[] {
  const running = runningOne(kind, known, today)
  return Array.from({ length: CHOICE[kind] }, (_, back) => {
    const value = moved(kind, running, -back)
    return { value, label: `${labelOf(kind, value, today)}${back ? '' : '（进行中）'}` }
  })
}

function runningOne(kind: Kind, known: string, today: string): string {
  if (kind !== 'weekly') return named(kind, Math.floor(firstMonth(today.slice(0, 7)) / MONTHS[kind]) * MONTHS[kind])
  let last = known
  while (last < today) last = plusDays(last, 7)
  while (plusDays(last, -7) >= today) last = plusDays(last, -7)
  return last
}

export function labelOf(kind: Kind, value: string, today: string): string {
  if (kind === 'weekly') return `${day(plusDays(value, -6), today)}至${day(value, today)}`
  const [year, rest = ''] = value.split('-')
  return rest.startsWith('Q') ? `${year}年第${rest.slice(1)}季度` : `${year}年${Number(rest)}月`
}
