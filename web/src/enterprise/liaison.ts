import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, ask, everything } from '@/api/client'
import { useSession } from '@/session/session'

/** Names of liaison officers, as far as this person may know them: administrators read accounts, others their own. */
export function useLiaisons() {
  const { user, is } = useSession()
  const accounts = useQuery({
    queryKey: ['users'],
    enabled: is('admin'),
    staleTime: 5 * 60_000,
    queryFn: () => everything((cursor) => ask(api.GET('/api/v1/users', { params: { query: { limit: 200, cursor } } }))),
  })
  const known = computed(() => accounts.data.value ?? (user.value ? [user.value] : []))
  return {
    name: (id: number | null | undefined) =>
      id == null ? null : (known.value.find((one) => one.id === id)?.display_name ?? `账号 #${id}`),
    /** Who may be chosen: people of the park, or of the campaign office. */
    choices: (park: number | null) =>
      known.value
        .filter((one) => one.active && (one.role === 'coordinator' || (one.role === 'park_staff' && one.park_id === park)))
        .map((one) => ({ value: one.id, label: one.id === user.value?.id ? `${one.display_name}（本人）` : one.display_name })),
  }
}
