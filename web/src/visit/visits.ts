import { useInfiniteQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { ANYWAY } from '@/api/asking'
import { api, ask, type Schemas } from '@/api/client'
import { live } from '@/api/live'

export type Visit = Schemas['VisitOut']

export interface VisitFilter {
  park_id?: number
  enterprise_id?: number
  from?: string
  to?: string
}

/** Visits page by page, as far as the user asked for more. */
export function useVisits(filter: MaybeRefOrGetter<VisitFilter>, limit = 30) {
  const query = useInfiniteQuery({
    queryKey: computed(() => ['visits', toValue(filter), limit]),
    ...ANYWAY,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      ask(api.GET('/api/v1/visits', { params: { query: { ...toValue(filter), limit, cursor, count: !cursor } } })),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    ...live(30_000),
  })
  return {
    query,
    visits: computed(() => query.data.value?.pages.flatMap((page) => page.items) ?? []),
    total: computed(() => query.data.value?.pages[0]?.total ?? null),
  }
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
