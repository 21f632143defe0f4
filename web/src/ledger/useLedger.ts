import { keepPreviousData, useInfiniteQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { api, ask } from '@/api/client'
import { askFor, readFilters, writeFilters, type Filters, type TextName } from './filters'

const PAGE = 50
/** Of a long list the pages that were loaded are left alone: each of them would be fetched again. */
const FRESH_PAGES = 3

/** The filters, which live in the address. */
export function useFilters() {
  const route = useRoute()
  const router = useRouter()
  const filters = computed(() => readFilters(route.query))

  function replaceAll(next: Filters) {
    void router.push({ query: writeFilters(next) })
  }
  function set(change: Partial<Record<TextName, string | undefined>> & { status?: string[] }) {
    replaceAll({ ...filters.value, ...change } as Filters)
  }
  return { filters, set, replaceAll }
}

/** The problems that the filters let through, page by page. */
export function useLedger(filters: { readonly value: Filters }) {
  const query = computed(() => askFor(filters.value))
  const pages = useInfiniteQuery({
    queryKey: ['problems', 'ledger', query],
    queryFn: ({ pageParam }) =>
      ask(
        api.GET('/api/v1/problems', {
          params: { query: { ...query.value, limit: PAGE, cursor: pageParam, count: pageParam ? undefined : true } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) <= FRESH_PAGES ? 30_000 : false),
  })
  const problems = computed(() => pages.data.value?.pages.flatMap((page) => page.items) ?? [])
  const total = computed(() => pages.data.value?.pages[0]?.total ?? problems.value.length)

  /** All the rest, for paper. */
  async function loadAll() {
    while (pages.hasNextPage.value) {
      const { isError } = await pages.fetchNextPage()
      if (isError) throw pages.error.value
    }
  }
  return { pages, problems, total, loadAll }
}
