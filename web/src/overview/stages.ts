import type { Segment } from '@/chart/chart'
import type { Filters } from '@/ledger/filters'
import { writeFilters } from '@/ledger/filters'
import { STATUS } from '@/words/words'

export interface Stage {
  key: string
  name: string
  ink: Segment['ink']
  filters: Filters
}

/** Where a case can stand; together they are 未办结, and 待回访 beside them. */
export const STAGES: Stage[] = [
  { key: 'reported', name: STATUS.reported, ink: 'amber', filters: { status: ['reported'] } },
  { key: 'returned', name: STATUS.returned, ink: 'amber', filters: { status: ['returned'] } },
  { key: 'dispatched', name: STATUS.dispatched, ink: 'amber', filters: { status: ['dispatched'] } },
  { key: 'on_time', name: `${STATUS.in_progress}·未到期`, ink: 'blue', filters: { status: ['in_progress'], overdue: 'false' } },
  { key: 'late', name: `${STATUS.in_progress}·超期`, ink: 'red', filters: { status: ['in_progress'], overdue: 'true', sort: 'due_on' } },
  { key: 'suspended', name: STATUS.suspended, ink: 'grey', filters: { status: ['suspended'] } },
  { key: 'resolved', name: STATUS.resolved, ink: 'palegreen', filters: { status: ['resolved'] } },
  { key: 'tracking', name: STATUS.tracking, ink: 'green', filters: { status: ['tracking'] } },
]

/**
 * The same filters for a list and for the number over it. A department's list has what it supports as well,
 * its numbers only what it leads: the count that they are parts of says which.
 */
export function within(filters: Filters, ofDepartment: boolean): Filters {
  if (!ofDepartment) return filters
  return { ...filters, count_of: filters.status.includes('resolved') ? 'resolved' : 'outstanding' }
}

export const ledger = (filters: Filters) => ({ path: '/problems', query: writeFilters(filters) })

/** 退回待裁定 is rare: it stands there only where something waits for it. */
export function segments(counts: Record<string, number>, ofDepartment: boolean): Segment[] {
  return STAGES.filter(({ key }) => key !== 'returned' || (counts[key] ?? 0) > 0).map(({ key, name, ink, filters }) => {
    const value = counts[key] ?? 0
    return { key, name, ink, value, label: `${name} ${value}件`, to: ledger(within(filters, ofDepartment)) }
  })
}
