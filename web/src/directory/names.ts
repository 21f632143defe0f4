import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, ask, everything } from '@/api/client'

/** The names of parks, departments and categories, which everybody signed in may read. */
export function useNames() {
  const long = { staleTime: 5 * 60_000 }
  const parks = useQuery({
    queryKey: ['parks'],
    queryFn: () => everything((cursor) => ask(api.GET('/api/v1/parks', { params: { query: { limit: 200, cursor } } }))),
    ...long,
  })
  const departments = useQuery({
    queryKey: ['departments'],
    queryFn: () =>
      everything((cursor) => ask(api.GET('/api/v1/departments', { params: { query: { limit: 200, cursor } } }))),
    ...long,
  })
  const categories = useQuery({
    queryKey: ['categories'],
    queryFn: () =>
      everything((cursor) => ask(api.GET('/api/v1/categories', { params: { query: { limit: 200, cursor } } }))),
    ...long,
  })
  const parkNames = computed(() => byId(parks.data.value))
  const departmentNames = computed(() => byId(departments.data.value))
  const categoryNames = computed(() => byId(categories.data.value))
  return {
    /** For the pages that keep these lists: whether they came, or what went wrong. */
    queries: { parks, departments, categories },
    parks: computed(() => parks.data.value ?? []),
    departments: computed(() => departments.data.value ?? []),
    categories: computed(() => categories.data.value ?? []),
    park: (id: number | null | undefined) => named(parkNames.value, id),
    department: (id: number | null | undefined) => named(departmentNames.value, id),
    category: (id: number | null | undefined) => named(categoryNames.value, id),
  }
}

function byId(rows: { id: number; name: string }[] | undefined): Map<number, string> {
  return new Map((rows ?? []).map((row) => [row.id, row.name]))
}

function named(names: Map<number, string>, id: number | null | undefined): string {
  return id == null ? '—' : (names.get(id) ?? `#${id}`)
}
