import { useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, ask } from '@/api/client'
import { live } from '@/api/live'
import { NUMBERS } from '@/help/numbers'
import { useSession } from '@/session/session'
import type { Days, Grouping } from './figures'

/** The table of some days, in groups or as one row. */
export function useTable(days: Ref<Days>, grouping: Ref<Grouping | 'none'>) {
  return useQuery({
    queryKey: ['statistics', days, grouping],
    queryFn: () =>
      ask(api.GET('/api/v1/statistics', { params: { query: { ...days.value, group_by: grouping.value } } })),
    // Nothing jumps while another grouping is fetched; numbers of other days would be wrong ones.
    placeholderData: (before, query) => (sameDays(query?.queryKey[1], days.value) ? before : undefined),
    ...live(60_000),
  })
}

const sameDays = (before: unknown, now: Days) => JSON.stringify(before) === JSON.stringify(now)

const LATE_SHOWN = 5

/**
 * What is late now, the longest first. A department's list has what it supports as well; its number, and so
 * these rows, are what it leads.
 */
export function useOverdue() {
  const { is } = useSession()
  const led = is('department_staff') ? { count_of: 'overdue' } : {}
  const found = useQuery({
    queryKey: ['problems', 'overdue'],
    queryFn: () =>
      ask(api.GET('/api/v1/problems', { params: { query: { ...led, overdue: true, sort: 'due_on', limit: LATE_SHOWN, count: true } } })),
    ...live(30_000),
  })
  return { found, ledger: { path: '/problems', query: { ...led, overdue: 'true', sort: 'due_on' } } }
}

/** What a number means, in the words of the weekly report; departments don't get one. */
export function useMeanings() {
  const { is } = useSession()
  const fetched = useQuery({
    queryKey: ['definitions'],
    queryFn: async () => {
      const query = { format: 'json' } as const
      const report = await ask(api.GET('/api/v1/reports/weekly', { params: { query } }))
      return (report as { definitions: { name: string; text: string }[] }).definitions
    },
    enabled: is('coordinator', 'park_staff', 'leader'),
    staleTime: Infinity,
  })
  const texts = computed(() => new Map((fetched.data.value ?? NUMBERS).map((one) => [one.name, one.text])))
  return (name: string) => texts.value.get(name)
}
