import { useQuery, type UseQueryOptions } from '@tanstack/vue-query'
import { computed, onScopeDispose, ref, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { api, ask, type Schemas } from '@/api/client'
import { lengthOf } from '@/parts/over'
import { BOUND } from '@/words/words'

export type LikeCases = Schemas['LikeCasesOut']
export type LikeCase = Schemas['LikeCaseOut']
export type Proposal = Schemas['ProposalOut']

/** What is told of a case that other cases may be like. */
export interface Described {
  title: string
  description: string
  enterprise_id?: number | null
}

/** Fewer characters are like anything. */
const LEAST = 4
/** As much of a description as the server looks at. */
const LOOKED_AT = 500
/** As long nobody types before it is asked. */
const PAUSE = 600

/** What the server is asked; nothing while there is too little to go by, or more than it takes. */
export function questionOf({ title, description, enterprise_id }: Described) {
  const line = title.replace(/\p{C}/gu, ' ').trim()
  if (lengthOf(line) < LEAST || lengthOf(line) > BOUND.line) return null
  const beginning = Array.from(description.trim()).slice(0, LOOKED_AT).join('').trim()
  return {
    title: line,
    ...(beginning && { description: beginning }),
    ...(enterprise_id && { enterprise_id }),
  }
}

/** Help that never stands in the way: without a network, or an answer, there is none. */
const QUIETLY = { networkMode: 'online', retry: false, staleTime: 5 * 60_000 } as const satisfies Partial<UseQueryOptions>

/** The like cases of a problem that is filed. */
export function useSimilarTo(id: MaybeRefOrGetter<number>) {
  const found = useQuery({
    queryKey: computed(() => ['problem', toValue(id), 'similar']),
    queryFn: () => ask(api.GET('/api/v1/problems/{id}/similar', { params: { path: { id: toValue(id) } } })),
    ...QUIETLY,
  })
  return computed(() => found.data.value)
}

/** What is described, once nobody has typed for a moment. */
function useSettled(described: MaybeRefOrGetter<Described | null>) {
  const question = computed(() => {
    const now = toValue(described)
    return now && questionOf(now)
  })
  const settled = ref(question.value)
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    () => JSON.stringify(question.value),
    () => {
      clearTimeout(timer)
      timer = setTimeout(() => (settled.value = question.value), PAUSE)
    },
  )
  onScopeDispose(() => clearTimeout(timer))
  return settled
}

/** The like cases of what is being typed, and what is proposed for it. */
export function useSimilar(described: MaybeRefOrGetter<Described | null>) {
  const settled = useSettled(described)
  const cases = useQuery({
    queryKey: computed(() => ['similar', settled.value]),
    queryFn: () => ask(api.GET('/api/v1/search/similar', { params: { query: settled.value ?? {} } })),
    enabled: computed(() => settled.value !== null),
    ...QUIETLY,
  })
  return { cases: computed(() => (settled.value ? cases.data.value : undefined)), ...proposedFor(settled) }
}

/** What is proposed for a case, from what was decided on like ones. */
export function useProposals(described: MaybeRefOrGetter<Described | null>) {
  return proposedFor(useSettled(described))
}

function proposedFor(settled: ReturnType<typeof useSettled>) {
  const proposals = useQuery({
    queryKey: computed(() => ['proposals', settled.value]),
    queryFn: () => ask(api.GET('/api/v1/search/proposals', { params: { query: settled.value ?? {} } })),
    enabled: computed(() => settled.value !== null),
    ...QUIETLY,
  })
  return { proposals: computed(() => (settled.value ? proposals.data.value : undefined)) }
}
