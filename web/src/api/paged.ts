import { useInfiniteQuery, type QueryKey } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { ANYWAY } from './asking'
import { live } from './live'

interface Page<T> {
  items: T[]
  next_cursor?: string | null
  total?: number | null
}

/** How often a list on the screen is asked for again. */
export const EVERY = 30_000

/** A list page by page, as far as the user asked for more. */
export function usePaged<T>(
  key: MaybeRefOrGetter<QueryKey>,
  page: (cursor: string | undefined) => Promise<Page<T>>,
  every: number | false = EVERY,
) {
  const query = useInfiniteQuery({
    queryKey: computed(() => toValue(key)),
    ...ANYWAY,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => page(pageParam),
    getNextPageParam: (last: Page<T>) => last.next_cursor ?? undefined,
    ...(every ? live(every) : { refetchInterval: false as const }),
  })
  return {
    query,
    items: computed(() => query.data.value?.pages.flatMap((one) => one.items) ?? []),
    /** Told with the first page alone. */
    total: computed(() => query.data.value?.pages[0]?.total ?? null),
  }
}

export type Paged<T> = ReturnType<typeof usePaged<T>>
