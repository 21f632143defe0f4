import { computed, type Ref } from 'vue'
import { api, ask, type Schemas } from '@/api/client'
import { usePaged } from '@/api/paged'

export type Hit = Schemas['HitOut']

export const pathOf = (hit: Hit) => (hit.kind === 'problem' ? `/problems/${hit.id}` : `/enterprises/${hit.id}`)

/** Whether a text is the title, whole. */
const isTitle = (hit: Hit) => (text: Hit['highlights'][number]) => text.segments.map((part) => part.text).join('') === hit.title

/** The texts in which something was found, but for the title, which stands above them. */
export const textsOf = (hit: Hit) => hit.highlights.filter((text) => !isTitle(hit)(text))

/** The title in parts, those that were looked for marked. */
export const titleOf = (hit: Hit) => hit.highlights.find(isTitle(hit))?.segments ?? [{ text: hit.title, found: false }]

/** What was found, asked for once: nobody watches it. */
export function useSearch(words: Ref<string>) {
  return usePaged(
    computed(() => ['search', words.value]),
    async (cursor) => (words.value ? await ask(api.GET('/api/v1/search', { params: { query: { q: words.value, cursor } } })) : { items: [] }),
    false,
  )
}
