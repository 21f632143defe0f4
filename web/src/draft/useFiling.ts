import { useQueryClient } from '@tanstack/vue-query'
import { computed, ref, type Ref } from 'vue'
import { useRoute } from 'vue-router'
import { faultsOf, showFirstFault, type Faults } from '@/parts/faults'
import type { DraftKind } from './draft'
import type { Filed } from './sending'
import { useDraft } from './useDraft'

interface What<Form> {
  kind: DraftKind
  blank: () => Form
  /** Nothing is kept of a form that nobody wrote in. */
  isBlank: (form: Form) => boolean
  title: (form: Form) => string
  body: (form: Form) => unknown
  /** What the page can tell by itself before anything is sent, by pointers as the API's. */
  missing: (form: Form) => Faults
  /** What the device proposes next time. */
  remember: (form: Form) => Promise<void>
  /** What the address fills in already begins a new one. */
  fresh: boolean
}

/** What an answer may have changed elsewhere. */
const TOUCHED = [['problems'], ['queue'], ['visits'], ['entry'], ['enterprises', 'recent']]

/** Handing something in, from the form to what the server made of it. */
export function useFiling<Form extends object, Got extends Filed>(what: What<Form>) {
  const route = useRoute()
  const queries = useQueryClient()
  const wanted = () => (typeof route.query.draft === 'string' ? route.query.draft : undefined)
  const draft = useDraft<Form>({ ...what, wanted })
  const checked = ref(false)
  const own = computed<Faults>(() => (checked.value ? what.missing(draft.form.value) : {}))
  const faults = computed(() => faultsOf(own.value, draft.fault.value))
  const filed = computed(() => {
    const outcome = draft.outcome.value
    return outcome && 'delivered' in outcome ? (outcome.delivered as Got) : null
  }) as Ref<Got | null>
  const waits = computed(() => !!draft.outcome.value && 'waiting' in draft.outcome.value)

  async function submit() {
    // A second tap, or Enter, before the button had time to show the first one.
    if (draft.busy.value) return
    checked.value = true
    if (Object.keys(own.value).length) return showFirstFault()
    draft.busy.value = true
    await what.remember(draft.form.value)
    const answer = await draft.submit()
    if ('refused' in answer) return showFirstFault()
    checked.value = false
    window.scrollTo({ top: 0 })
    for (const queryKey of TOUCHED) void queries.invalidateQueries({ queryKey })
  }

  function another() {
    checked.value = false
    draft.another()
  }

  return { ...draft, faults, filed, waits, submit, another }
}

export type Filing<Form extends object, Got extends Filed> = ReturnType<typeof useFiling<Form, Got>>
