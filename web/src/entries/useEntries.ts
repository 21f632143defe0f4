import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { read } from './door'
import type { Numbers } from './counts'
import type { Entry } from './entry'
import { askFor, askForNumbers, readFilters, writeFilters, type Filters } from './filters'
import type { Ledger } from './ledger'

const PAGE = 50
/** Of a long list the pages that were loaded are left alone: each of them would be fetched again. */
const FRESH_PAGES = 3

/** The filters, which live in the address. */
export function useFilters(ledger: MaybeRefOrGetter<Ledger>) {
  const route = useRoute()
  const router = useRouter()
  const filters = computed(() => readFilters(toValue(ledger), route.query))

  function replaceAll(next: Filters) {
    void router.push({ query: writeFilters(next) })
  }
  function set(name: string, value: string | string[]) {
    const { status, texts } = filters.value
    replaceAll(Array.isArray(value) ? { status: value, texts } : { status, texts: { ...texts, [name]: value } })
  }
  return { filters, set, replaceAll }
}

interface Page {
  items: Entry[]
  next_cursor: string | null
  total?: number | null
}

/** The entries that the filters let through, page by page. */
export function useEntries(ledger: MaybeRefOrGetter<Ledger>, filters: { readonly value: Filters }) {
  const code = computed(() => toValue(ledger).code)
  const query = computed(() => askFor(filters.value))
  const pages = useInfiniteQuery({
    queryKey: computed(() => ['entries', code.value, 'list', query.value]),
    queryFn: ({ pageParam }) =>
      read<Page>(`/${code.value}`, { ...query.value, limit: PAGE, cursor: pageParam, count: pageParam ? undefined : true }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) <= FRESH_PAGES ? 30_000 : false),
  })
  const entries = computed(() => pages.data.value?.pages.flatMap((page) => page.items) ?? [])
  const total = computed(() => pages.data.value?.pages[0]?.total ?? entries.value.length)
  return { pages, entries, total }
}

/** The numbers of what is filtered by unit and word, as of today. */
export function useNumbers(ledger: MaybeRefOrGetter<Ledger>, filters: { readonly value: Filters }) {
  const code = computed(() => toValue(ledger).code)
  const query = computed(() => askForNumbers(toValue(ledger), filters.value))
  return useQuery({
    queryKey: computed(() => ['entries', code.value, 'numbers', query.value]),
    queryFn: () => read<{ as_of: string; totals: Numbers }>(`/statistics/${code.value}`, query.value),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
}
