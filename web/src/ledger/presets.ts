import { mondayOf } from '@/words/time'
import type { Filters } from './filters'

export interface Preset {
  name: string
  filters: Filters
}

/** What officials ask for most. "Collected" is the number of the statistics, so that both agree. */
export function presets(today: string): Preset[] {
  const collected = (from: string): Filters => ({ status: [], count_of: 'period.collected', from, to: today })
  return [
    { name: '全部', filters: { status: [] } },
    { name: '本周收集', filters: collected(mondayOf(today)) },
    { name: '本月收集', filters: collected(`${today.slice(0, 7)}-01`) },
    { name: '超期', filters: { status: [], overdue: 'true', sort: 'due_on' } },
    { name: '临期', filters: { status: [], light: 'yellow', sort: 'due_on' } },
    { name: '我的', filters: { status: [], mine: 'true' } },
  ]
}

/** Whether two sets of filters ask for the same, whatever the order. */
export function same(one: Filters, other: Filters): boolean {
  return written(one) === written(other)
}

function written(filters: Filters): string {
  const { status, sort: _order, ...rest } = filters
  return JSON.stringify([Object.entries(rest).filter(([, value]) => value).sort(), [...status].sort()])
}
