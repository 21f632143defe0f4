import { onMounted, ref, shallowRef, watch, type Ref } from 'vue'
import { ApiProblem } from '@/api/problem'
import { useKept } from '@/attachment/kept'
import { useSession } from '@/session/session'
import type { Draft, DraftKind } from './draft'
import { discardDraft, findDraft, loadDrafts, newDraft, saveDraft } from './drafts'
import { handIn, settled, type Filed } from './sending'

interface What<Form> {
  kind: DraftKind
  blank: () => Form
  /** Nothing is kept of a form that nobody wrote in. */
  isBlank: (form: Form) => boolean
  title: (form: Form) => string
  body: (form: Form) => unknown
  /** The draft asked for in the address. */
  wanted: () => string | undefined
  /** What the address fills in already begins a new one. */
  fresh?: boolean
}

/** A form whose every change is kept on the device until the server has it. */
export function useDraft<Form extends object>(what: What<Form>) {
  const form = ref(what.blank()) as Ref<Form>
  const draft = shallowRef<Draft<Form>>(newDraft(what.kind, form.value))
  const ready = ref(false)
  const restored = ref(false)
  const busy = ref(false)
  const fault = shallowRef<ApiProblem | null>(null)
  const outcome = shallowRef<{ delivered: Filed } | { waiting: true } | null>(null)
  const savedAt = ref('')
  const { chosenIn } = useKept()
  const files = () => chosenIn(draft.value.id).length

  onMounted(async () => {
    const all = await loadDrafts()
    const wanted = what.wanted()
    const last = () => (what.fresh ? undefined : all.find((one) => one.kind === what.kind && one.state === 'editing'))
    open(wanted ? await findDraft(wanted) : last())
    ready.value = true
  })

  // Another draft of the list was chosen; what stands in the form is kept already.
  watch(what.wanted, async (id) => {
    if (id && id !== draft.value.id) open(await findDraft(id))
  })

  function open(found: Draft | undefined) {
    if (found?.kind !== what.kind || found.state !== 'editing') return
    outcome.value = null
    take(found as Draft<Form>)
  }

  function take(found: Draft<Form>) {
    draft.value = found
    // A form kept by an earlier version may lack what is new.
    form.value = { ...what.blank(), ...found.form }
    restored.value = true
    savedAt.value = found.changedAt
    fault.value = found.fault && new ApiProblem(422, 'kept', found.fault.sentence, found.fault.fields)
  }

  watch(
    form,
    (now) => {
      if (!ready.value || busy.value || draft.value.state !== 'editing') return
      void keep(now)
    },
    { deep: true },
  )

  // Photos are kept beside the form: alone they make it one that is worth keeping.
  watch(files, () => {
    if (ready.value && !busy.value && draft.value.state === 'editing') void keep(form.value)
  })

  // Another tab that signed out has cleared the device; what stands here is kept again for who goes on.
  const { interrupted } = useSession()
  watch(interrupted, (now) => {
    if (!now && ready.value && !busy.value && draft.value.state === 'editing') void keep(form.value)
  })

  // What waited is sent from elsewhere; a refusal brings the form back with what was typed.
  watch(settled, (one) => {
    if (one?.id !== draft.value.id || 'waiting' in one.outcome) return
    draft.value.state = 'refused' in one.outcome ? 'editing' : 'delivered'
    fault.value = 'refused' in one.outcome ? one.outcome.refused : null
    outcome.value = 'refused' in one.outcome ? null : one.outcome
  })

  async function keep(now: Form) {
    if (what.isBlank(now) && !files()) {
      // Emptied by hand: nothing to keep.
      if (savedAt.value) await discardDraft(draft.value.id)
      savedAt.value = ''
      return
    }
    Object.assign(draft.value, { form: now, title: what.title(now) })
    await saveDraft(draft.value)
    savedAt.value = draft.value.changedAt
  }

  async function submit() {
    busy.value = true
    fault.value = null
    Object.assign(draft.value, { form: form.value, title: what.title(form.value) })
    const answer = await handIn(draft.value, what.body(form.value))
    busy.value = false
    if ('refused' in answer) fault.value = answer.refused
    else outcome.value = answer
    return answer
  }

  /** An empty form with a key of its own. */
  function another() {
    form.value = what.blank()
    draft.value = newDraft(what.kind, form.value)
    restored.value = false
    fault.value = null
    outcome.value = null
    savedAt.value = ''
  }

  async function startOver() {
    await discardDraft(draft.value.id)
    another()
  }

  return { form, draft, ready, restored, busy, fault, outcome, savedAt, submit, another, startOver }
}
