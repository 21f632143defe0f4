import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, ask, everything } from '@/api/client'
import { useSession } from '@/session/session'

/** Who may be an enterprise's liaison officer: people of its park, or of all parks. */
export function useLiaisons(park: MaybeRefOrGetter<number | null>) {
  const { user } = useSession()
  const found = useQuery({
    queryKey: computed(() => ['liaisons', toValue(park)]),
    enabled: computed(() => toValue(park) != null),
    staleTime: 5 * 60_000,
    queryFn: () =>
      everything((cursor) =>
        ask(
          api.GET('/api/v1/enterprises/liaisons', {
            params: { query: { park_id: toValue(park) ?? 0, limit: 200, cursor } },
          }),
        ),
      ),
  })
  return computed(() =>
    (found.data.value ?? []).map((one) => ({
      value: one.id,
      label: one.id === user.value?.id ? `${one.name}（本人）` : one.name,
    })),
  )
}
