import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, onBeforeUnmount, ref, watch } from 'vue'
import { api, ask, type Schemas } from '@/api/client'
import { ApiProblem, sentence } from '@/api/problem'
import { done } from '@/parts/notify'
import { SECTION } from '@/words/words'

type Kept = Schemas['LetterheadOut']
export type Section = Schemas['Section']

/** The sections of the report in their order, as the headings of a week name them. */
export const SECTIONS: Record<Section, string> = {
  ...SECTION,
  charts: `${SECTION.charts}（图）`,
  settled: `本周${SECTION.settled}`,
}

export interface Form {
  issuing_body: string
  red_head: boolean
  title: string
  signature: string
  sections: Section[]
  /** The ledgers that appear, by their codes; null: all, and those to come. */
  ledgers: string[] | null
}

/** What is left empty is by default, so that the organisation's name can change later. */
export function bodyOf(form: Form): Schemas['LetterheadIn'] {
  return {
    issuing_body: form.issuing_body.trim() || null,
    red_head: form.red_head,
    title: form.title.trim() || null,
    signature: form.signature.trim() || null,
    sections: form.sections,
    ledgers: form.ledgers,
  }
}

const formOf = (kept: Kept): Form => ({
  issuing_body: kept.issuing_body ?? '',
  red_head: kept.in_force.red_head,
  title: kept.title ?? '',
  signature: kept.signature ?? '',
  sections: kept.in_force.sections,
  ledgers: kept.ledgers ?? null,
})

/** The codes that are ticked of those that there are. */
export const tickedOf = (kept: string[] | null, codes: string[]): string[] => kept ?? codes

/** What is kept of ticks: all of them are the default, which later ledgers come to. */
export const keptOf = (ticked: string[], codes: string[]): string[] | null =>
  codes.every((code) => ticked.includes(code)) ? null : codes.filter((code) => ticked.includes(code))

/** A look is taken this long after the last change. */
const PAUSE = 400

/** The letterhead, edited in a copy that is looked at before it is kept. */
export function useLetterhead() {
  const queries = useQueryClient()
  const kept = useQuery({ queryKey: ['letterhead'], queryFn: () => ask(api.GET('/api/v1/settings/report')) })
  const form = ref<Form | null>(null)
  const version = ref(0)

  function start() {
    if (!kept.data.value) return
    version.value = kept.data.value.version
    form.value = formOf(kept.data.value)
    save.reset()
  }
  watch(
    () => kept.data.value,
    () => form.value ?? start(),
    { immediate: true },
  )

  const looked = ref<Form | null>(null)
  let pause: ReturnType<typeof setTimeout> | undefined
  watch(
    form,
    (now) => {
      clearTimeout(pause)
      pause = setTimeout(() => (looked.value = now && { ...now }), looked.value ? PAUSE : 0)
    },
    { deep: true, immediate: true },
  )
  onBeforeUnmount(() => clearTimeout(pause))
  const preview = useQuery({
    queryKey: ['letterhead', 'preview', looked],
    enabled: computed(() => !!looked.value),
    // The last look stays until the next one is there.
    placeholderData: (before: string | undefined) => before,
    queryFn: async () => {
      const body = bodyOf(looked.value as Form)
      const query = { format: 'html' } as const
      return (await ask(api.POST('/api/v1/settings/report/preview', { params: { query }, body, parseAs: 'text' }))) as string
    },
  })

  const save = useMutation({
    mutationFn: () =>
      ask(
        api.PUT('/api/v1/settings/report', {
          body: bodyOf(form.value as Form),
          headers: { 'If-Match': `"${version.value}"` },
        }),
      ),
    onSuccess: (now) => {
      queries.setQueryData(['letterhead'], now)
      start()
      done('已保存，此后封存的周报、签发的月报按此版式')
      void queries.invalidateQueries({ queryKey: ['weekly'] })
    },
  })

  /** Somebody saved meanwhile: takes their version, keeping what was typed or not. */
  async function reread(keepForm: boolean) {
    const fresh = await kept.refetch()
    version.value = fresh.data?.version ?? version.value
    save.reset()
    if (!keepForm) start()
  }

  const problem = computed(() => (save.error.value instanceof ApiProblem ? save.error.value : null))
  const stale = computed(() => problem.value?.status === 412)
  const under = (field: keyof Form) => problem.value?.field(`/${field}`)
  const fault = computed(() => (save.error.value && !stale.value && !problem.value?.fields.length ? sentence(save.error.value) : ''))
  const changed = computed(
    () => !!form.value && !!kept.data.value && JSON.stringify(form.value) !== JSON.stringify(formOf(kept.data.value)),
  )
  return { kept, form, preview, save, stale, under, fault, changed, start, reread }
}
