import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, ask, type Schemas } from '@/api/client'
import { lost } from '@/parts/lost'
import { useSession } from '@/session/session'
import { sections } from './queue'

const EVERY = 30_000

/** Where work waits by role; problems there come along with the queue, for names and limits. */
const WORKED: Partial<Record<Schemas['Role'], Schemas['Status'][]>> = {
  coordinator: ['reported', 'returned', 'in_progress', 'tracking', 'resolved'],
  park_staff: ['reported', 'resolved'],
  department_staff: ['dispatched', 'in_progress', 'suspended', 'tracking'],
}

/** What waits for me, in sections. */
export function useQueue() {
  const { role } = useSession()
  const statuses = computed(() => (role.value ? (WORKED[role.value] ?? []) : []))

  const queue = useQuery({
    queryKey: ['queue'],
    queryFn: () => ask(api.GET('/api/v1/me/queue')),
    refetchInterval: EVERY,
  })
  const problems = useQuery({
    queryKey: ['problems', 'queue', statuses],
    queryFn: () => worked(statuses.value, role.value === 'department_staff'),
    enabled: () => statuses.value.length > 0,
    refetchInterval: EVERY,
  })

  // Both or nothing: a list that is sorted anew when the second answer comes would jump.
  const ready = computed(() => !!queue.data.value && !(problems.isLoading.value && statuses.value.length > 0))
  const found = computed(() => (queue.data.value ? sections(queue.data.value, problems.data.value ?? []) : []))
  return {
    sections: found,
    mine: computed(() => found.value.filter((section) => !section.aside)),
    count: computed(() => found.value.reduce((sum, one) => sum + (one.aside ? 0 : one.count), 0)),
    loading: computed(() => !ready.value && !lost(queue)),
    // What was loaded stays in sight while the connection is lost.
    error: computed(() => (queue.data.value ? null : lost(queue))),
    stale: computed(() => (queue.data.value ? lost(queue) : null)),
    retry: () => {
      void queue.refetch()
      void problems.refetch()
    },
  }
}

/**
 * Each status by itself, since of thousands in one the others would find no place on the page:
 * what isn't due any more stands last.
 */
async function worked(statuses: Schemas['Status'][], mine: boolean) {
  const pages = statuses.map((status) => {
    const query = { status: [status], limit: 100, sort: 'due_on' as const, ...(mine ? { mine } : {}) }
    return ask(api.GET('/api/v1/problems', { params: { query } }))
  })
  return (await Promise.all(pages)).flatMap((page) => page.items)
}
