import { mondayOf } from '@/words/time'
import type { Filters } from './filters'

type Span = 'week' | 'month'

/** A set of filters under a name. */
export interface SavedView {
  name: string
  filters: Filters
  /** Its days were those of the week or month it was saved in, and move with the calendar. */
  spans: { days?: Span; reported?: Span }
}

const PAIRS = { days: ['from', 'to'], reported: ['reported_from', 'reported_to'] } as const

export function saveView(name: string, filters: Filters, today: string): SavedView {
  const spans: SavedView['spans'] = {}
  for (const pair of ['days', 'reported'] as const) {
    const [from, to] = PAIRS[pair]
    if (filters[to] !== today) continue
    if (filters[from] === mondayOf(today)) spans[pair] = 'week'
    else if (filters[from] === firstOfMonth(today)) spans[pair] = 'month'
  }
  return { name, filters: { ...filters, status: [...filters.status] }, spans }
}

/** The filters of a view as they are meant today. */
export function openView(view: SavedView, today: string): Filters {
  const filters: Filters = { ...view.filters, status: [...view.filters.status] }
  for (const pair of ['days', 'reported'] as const) {
    const span = view.spans[pair]
    if (!span) continue
    const [from, to] = PAIRS[pair]
    filters[from] = span === 'week' ? mondayOf(today) : firstOfMonth(today)
    filters[to] = today
  }
  return filters
}

const firstOfMonth = (today: string) => `${today.slice(0, 7)}-01`

/** What was kept on the device, as far as it is still understood. */
export function readViews(kept: unknown): SavedView[] {
  if (!Array.isArray(kept)) return []
  return kept
    .filter((view) => typeof view?.name === 'string' && Array.isArray(view?.filters?.status))
    .map((view) => ({ name: view.name, filters: view.filters, spans: view.spans ?? {} }))
}
