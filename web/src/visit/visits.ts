import { toValue, type MaybeRefOrGetter } from 'vue'
import { api, ask, type Schemas } from '@/api/client'
import { usePaged } from '@/api/paged'

export type Visit = Schemas['VisitOut']

export interface VisitFilter {
  park_id?: number
  enterprise_id?: number
  from?: string
  to?: string
  /** As the statistics count: a visit entered late counts later than it was made. */
  counted_from?: string
  counted_to?: string
}

export function useVisits(filter: MaybeRefOrGetter<VisitFilter>, limit = 30) {
  return usePaged(
    () => ['visits', toValue(filter), limit],
    (cursor) => ask(api.GET('/api/v1/visits', { params: { query: { ...toValue(filter), limit, cursor, count: !cursor } } })),
  )
}

/** Recorded after its week was closed: it counts for the day of recording. */
export const isLate = (visit: Visit) => visit.counted_on !== visit.visited_on

/** The enterprise, the site, or both. */
export function placeOfVisit(visit: Visit): string {
  const { enterprise_name: name, site_name: site } = visit
  // Many sites carry the enterprise's name already.
  if (name && site?.includes(name)) return site
  return [name, site].filter(Boolean).join(' · ') || '—'
}
