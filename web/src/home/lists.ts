import type { Schemas } from '@/api/client'

const UNDER_WAY: Schemas['Status'][] = [
  'reported',
  'dispatched',
  'returned',
  'in_progress',
  'suspended',
  'tracking',
  'resolved',
]

/** What is asked of the ledger for the short lists of the first page. */
export const LISTS = {
  overdue: { overdue: true, sort: 'due_on' as const },
  // Supervision belongs to the past once a problem is closed.
  supervised: { supervised: true, status: UNDER_WAY, sort: 'due_on' as const },
}

export type ListName = keyof typeof LISTS
