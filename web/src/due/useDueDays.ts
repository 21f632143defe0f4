import { useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, ask, everything } from '@/api/client'
import { live } from '@/api/live'
import { askFor } from '@/ledger/filters'
import { nextDays } from '@/overview/nextDays'
import { useSession } from '@/session/session'
import { today } from '@/session/today'
import { countDays, endsOf, rowsOf, type Month } from './due'

const EVERY = 60_000
/** As many as the server gives at once: a stretch of days is one question, seldom two. */
const MANY = 200

/** How many cases are due on each day of a stretch, of those that one sees. */
async function counted(from: string, to: string, ofDepartment: boolean) {
  const query = askFor(rowsOf(from, to, ofDepartment))
  const rows = await everything((cursor) => ask(api.GET('/api/v1/problems', { params: { query: { ...query, limit: MANY, cursor } } })))
  return countDays(rows)
}

/** The next ten working days by the server's calendar. */
export function useNextDays() {
  const { is } = useSession()
  return useQuery({
    queryKey: ['problems', 'due', 'days', today],
    queryFn: async () => {
      const { all, provisional } = await nextDays()
      const last = all[all.length - 1]?.to ?? today.value
      return { all, counts: await counted(today.value, last, is('department_staff')), provisional }
    },
    ...live(EVERY),
  })
}

/** A month: what is due, and the year's notice. */
export function useMonth(month: Ref<Month>) {
  const { is } = useSession()
  const counts = useQuery({
    queryKey: ['problems', 'due', 'month', month],
    queryFn: () => {
      const { from, to } = endsOf(month.value)
      return counted(from, to, is('department_staff'))
    },
    ...live(EVERY),
  })
  const year = computed(() => month.value.year)
  const notice = useQuery({
    queryKey: ['calendar', year],
    queryFn: () => ask(api.GET('/api/v1/calendar/{year}', { params: { path: { year: year.value } } })),
    staleTime: 10 * 60_000,
  })
  return { counts, notice }
}
