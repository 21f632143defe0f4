import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { Schemas } from '@/api/client'
import type { paths } from '@/api/schema'

export type ListQuery = NonNullable<paths['/api/v1/problems']['get']['parameters']['query']>

/** The filters of the form, and what only the numbers of the statistics ask for. */
export const FORM = [
  'q',
  'title',
  'number',
  'park_id',
  'department_id',
  'enterprise_id',
  'category_id',
  'outcome',
  'severity',
  'level',
  'source',
  'light',
  'overdue',
  'confidential',
  'supervised',
  'mine',
  'reported_from',
  'reported_to',
  'due_from',
  'due_to',
] as const
export const COUNTING = ['from', 'to', 'as_of', 'week', 'month'] as const

export type FormName = (typeof FORM)[number]
export type TextName = FormName | (typeof COUNTING)[number] | 'count_of' | 'sort'

/** As they stand in the address: texts. The server says what is wrong with one. */
export type Filters = Partial<Record<TextName, string>> & { status: string[] }

const NAMES: readonly TextName[] = [...FORM, ...COUNTING, 'count_of', 'sort']

export function readFilters(query: LocationQuery): Filters {
  const filters: Filters = { status: texts(query.status) }
  for (const name of NAMES) {
    const value = texts(query[name])[0]
    if (value) filters[name] = value
  }
  return filters
}

function texts(value: LocationQuery[string] | undefined): string[] {
  return (Array.isArray(value) ? value : [value]).filter((text): text is string => !!text)
}

/** For the address; what isn't set is left out. */
export function writeFilters(filters: Filters): LocationQueryRaw {
  const query: LocationQueryRaw = {}
  for (const name of NAMES) if (filters[name]) query[name] = filters[name]
  if (filters.status.length) query.status = filters.status
  return query
}

/** For the API. Days of a count mean nothing without it, and are refused. */
export function askFor(filters: Filters): ListQuery {
  const query = writeFilters(filters)
  if (!filters.count_of) for (const name of COUNTING) delete query[name]
  // They go over the wire as they stand in the address; wrong ones come back as a 422.
  return query as ListQuery
}

/** How many fields of the form are filled in. */
export function activeCount(filters: Filters): number {
  return FORM.filter((name) => filters[name]).length + (filters.status.length ? 1 : 0)
}

/** What is asked of the API as an address of the ledger, which takes the same names. */
export function ledgerOf(query: { status?: Schemas['Status'][]; overdue?: boolean; supervised?: boolean; sort?: string }) {
  const filters: Filters = { status: query.status ?? [] }
  if (query.overdue) filters.overdue = 'true'
  if (query.supervised) filters.supervised = 'true'
  if (query.sort) filters.sort = query.sort
  return { path: '/problems', query: writeFilters(filters) }
}
