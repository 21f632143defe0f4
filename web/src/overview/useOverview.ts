import { useQueries, useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, ask } from '@/api/client'
import { live } from '@/api/live'
import { askFor, type Filters } from '@/ledger/filters'
import { useSession } from '@/session/session'
import { today } from '@/session/today'
import type { Days, Grouping, Row } from '@/statistics/figures'
import { plusDays } from '@/words/time'
import { dueFilters, key, near } from './due'
import { parksOf } from './heat'
import { nextDays } from './nextDays'
import { STAGES, within } from './stages'
import { queue } from './turn'
import { lastWeeks } from './weeks'

const WEEKS = 8
/** What moves slowly and is dear to count. */
const SLOW = 5 * 60_000

/** Lists are quickly counted, and don't wait for the statistics, which aren't. */
const statistics = queue()
const lists = queue()

/** Up to today, since New Year where a rate is of a stretch of days. */
export const days = computed<Days>(() => ({ from: `${today.value.slice(0, 4)}-01-01`, to: today.value, as_of: today.value }))

const table = (query: Days & { group_by: Grouping | 'none'; park_id?: string }) =>
  statistics(() => ask(api.GET('/api/v1/statistics', { params: { query } })))

/** How many problems the ledger has behind some filters. */
async function amount(filters: Filters): Promise<number> {
  const query = { ...askFor(filters), limit: 1, count: true }
  return (await lists(() => ask(api.GET('/api/v1/problems', { params: { query } })))).total ?? 0
}

/** All together and each department, in one question. */
export function useStanding() {
  return useQuery({
    queryKey: ['statistics', 'overview', days],
    queryFn: () => table({ ...days.value, group_by: 'department' }),
    ...live(60_000),
  })
}

/** The last weeks, the running one last. A week that is long over doesn't change: it is asked for once. */
export function useWeeks() {
  const weeks = computed(() => lastWeeks(today.value, WEEKS))
  const found = useQueries({
    queries: computed(() =>
      // The last one first: what everything is compared with.
      [...weeks.value].reverse().map((week) => ({
        // That of the running week changes with every step.
        queryKey: [week.to === today.value ? 'statistics' : 'overview', 'week', week],
        queryFn: async (): Promise<Row> => (await table({ ...week, as_of: week.to, group_by: 'none' })).totals,
        staleTime: week.to < plusDays(today.value, -7) ? Infinity : SLOW,
        ...(week.to === today.value ? live(SLOW) : {}),
      })),
    ),
  })
  const newestFirst = computed(() => [...found.value])
  return {
    weeks,
    rows: computed(() => newestFirst.value.map((one) => one.data).reverse()),
    error: computed(() => newestFirst.value.find((one) => one.error)?.error ?? null),
    retry: () => newestFirst.value.forEach((one) => one.error && void one.refetch()),
  }
}

export function useStages() {
  const { is } = useSession()
  return useQuery({
    queryKey: ['problems', 'overview', 'stages'],
    queryFn: async () => {
      const counts: Record<string, number> = {}
      for (const stage of STAGES) counts[stage.key] = await amount(within(stage.filters, is('department_staff')))
      return counts
    },
    ...live(60_000),
  })
}

/** What ends in the next ten working days, by the server's calendar. */
export function useDue() {
  const { is } = useSession()
  return useQuery({
    queryKey: ['problems', 'overview', 'due', today],
    queryFn: async () => {
      const { all, provisional } = await nextDays()
      const counts: Record<string, number> = {}
      for (const one of [...Object.values(near(today.value)), ...all]) {
        counts[key(one)] ??= await amount(dueFilters(one, is('department_staff')))
      }
      return { all, counts, provisional }
    },
    ...live(60_000),
  })
}

/** The parks with the most open cases, each by category. */
export function useHeat() {
  return useQuery({
    queryKey: ['statistics', 'overview', 'heat', days],
    queryFn: async () => {
      const parks = parksOf((await table({ ...days.value, group_by: 'park' })).rows)
      const asked = []
      for (const park of parks) {
        const categories = await table({ ...days.value, group_by: 'category', park_id: String(park.key.park_id) })
        asked.push({ park, categories: categories.rows })
      }
      return asked
    },
    staleTime: SLOW,
    ...live(SLOW),
  })
}
