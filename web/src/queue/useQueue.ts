import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, ref } from 'vue'
import { api, ask, everything } from '@/api/client'
import { live } from '@/api/live'
import { lost } from '@/parts/lost'
import { sections } from './queue'

const EVERY = 30_000
const URGENT_EVERY = 60_000
/** Where a case can still wait for somebody. */
const WAITING = ['reported', 'dispatched', 'returned', 'in_progress', 'suspended', 'tracking', 'resolved'] as const
/** Listed of each kind at first, and where more are wanted: as many as the server gives at once. */
const FEW = 50
const MANY = 200

/** Which of the cases are urgent, which the queue itself doesn't say. */
function useUrgent(wanted: () => boolean) {
  const found = useQuery({
    queryKey: ['problems', 'urgent'],
    enabled: wanted,
    queryFn: () =>
      everything((cursor) =>
        ask(api.GET('/api/v1/problems', { params: { query: { severity: 'urgent', status: [...WAITING], limit: MANY, cursor } } })),
      ),
    ...live(URGENT_EVERY),
  })
  return computed(() => new Set(found.data.value?.map((one) => one.id)))
}

/** What waits for me, in sections. */
export function useQueue() {
  const limit = ref(FEW)
  const queue = useQuery({
    queryKey: ['queue', limit],
    queryFn: () => ask(api.GET('/api/v1/me/queue', { params: { query: { limit: limit.value } } })),
    placeholderData: keepPreviousData,
    ...live(EVERY),
  })
  const urgent = useUrgent(() => !!queue.data.value?.items.length)
  const found = computed(() => (queue.data.value ? sections(queue.data.value, urgent.value) : []))
  return {
    sections: found,
    /** All kinds, those of which no problem is listed included. */
    counts: computed(() => queue.data.value?.counts ?? {}),
    count: computed(() => found.value.reduce((sum, one) => sum + one.count, 0)),
    loading: computed(() => !queue.data.value && !lost(queue)),
    // What was loaded stays in sight while the connection is lost.
    error: computed(() => (queue.data.value ? null : lost(queue))),
    stale: computed(() => (queue.data.value ? lost(queue) : null)),
    retry: () => void queue.refetch(),
    /** Lists more of each kind; absent where the server gives no more at once. */
    more: computed(() => (limit.value < MANY ? () => (limit.value = MANY) : undefined)),
  }
}
