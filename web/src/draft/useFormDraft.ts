import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { idempotencyKey } from '@/api/client'
import { discardGroup, useKept } from '@/attachment/kept'
import { forget, keepOnDevice, recall, recalled } from '@/device/device'
import { useSession } from '@/session/session'

/** Beside the drafts that are filed by themselves: what stands in dialogs. */
const PREFIX = 'form/'

/** Emptied by sign-out like everything else of this device; asked about before. */
export const keptForms = () => recalled(PREFIX)
/** Whether files of this group were chosen in a dialog. */
export const ofForm = (group: string) => group.startsWith(PREFIX)

interface What<Form extends object> {
  /** Says what it is about, such as `problem/16/resolve`: each person's own by the device's doing. */
  name: () => string
  form: Ref<Form>
  /** Fields that are never kept, such as a password. */
  secret?: (keyof Form & string)[]
}

/** With it stands what it was begun from: what others changed since is left as they made it. */
interface Kept {
  form: unknown
  first: unknown
  /** The keys of what was sent and isn't known to have arrived, by what it said. */
  sent?: Record<string, string>
}

/**
 * Keeps what stands in a dialog's form on the device at every change, until it is sent or thrown
 * away: Esc, a refresh, a way back and an ended session lose nothing.
 */
export function useFormDraft<Form extends object>({ name, form, secret = [] }: What<Form>) {
  /** Where the form that is open now is kept; empty while none is. */
  const place = ref('')
  /** Where the form that was opened last is kept: an answer may come when its page is gone. */
  let begun = ''
  /** Whether it is known what an earlier time left behind. */
  let known = false
  let sent: Record<string, string> = {}
  const restored = ref(false)
  /** Whether others changed what was typed over, since it was typed. */
  const overtaken = ref(false)
  const asking = ref(false)
  /** As it was before anybody wrote in it. */
  const first = shallowRef('')
  const textOf = (one: Form) =>
    JSON.stringify(one, (field, value: unknown) => ((secret as string[]).includes(field) ? undefined : value))
  const text = computed(() => textOf(form.value))
  const { chosenIn } = useKept()
  const written = computed(() => meant(text.value) !== meant(first.value))
  const dirty = computed(() => !!place.value && (written.value || chosenIn(place.value).length > 0))

  /** From here on it is kept; what was left the last time comes back, unless somebody writes already. */
  async function begin(): Promise<void> {
    const here = PREFIX + name()
    begun = place.value = here
    known = false
    sent = {}
    restored.value = false
    overtaken.value = false
    asking.value = false
    first.value = text.value
    const kept = await recall<Kept>(here)
    if (place.value !== here) return
    known = true
    sent = { ...kept?.sent, ...sent }
    if (written.value) return void keep()
    if (kept) {
      overtaken.value = clashes(form.value, kept.first, kept.form)
      form.value = merged(form.value, kept.first, kept.form) as Form
    }
    restored.value = dirty.value
  }

  async function keep(): Promise<void> {
    if (!place.value || !known) return
    const kept = (): Kept => ({ form: JSON.parse(text.value), first: JSON.parse(first.value), sent })
    if (written.value || Object.keys(sent).length) await keepOnDevice(place.value, kept())
    else await forget(place.value)
  }
  watch(text, () => void keep())
  // Another tab that signed out has cleared the device; what stands here is kept again for who goes on.
  const { interrupted } = useSession()
  watch(interrupted, (now) => now || void keep())

  /**
   * The `Idempotency-Key` of something that is sent from here: kept beside the draft before it goes out, so
   * that the same sent again after a reload is the same, and not a second one.
   */
  async function keyFor(what: string): Promise<string> {
    const key = sent[what] ?? idempotencyKey()
    sent = { ...sent, [what]: key }
    await keep()
    return key
  }

  /** Leaves it kept. */
  function leave(): void {
    place.value = ''
    restored.value = false
    asking.value = false
  }

  async function drop(): Promise<void> {
    const here = begun
    leave()
    sent = {}
    if (!here) return
    await forget(here)
    await discardGroup(here)
  }

  /** Throws it away and shows the form as it was at first. */
  async function startOver(): Promise<void> {
    form.value = { ...form.value, ...(JSON.parse(first.value) as Partial<Form>) }
    sent = {}
    restored.value = false
    await forget(place.value)
    await discardGroup(place.value)
  }

  onScopeDispose(leave)
  return {
    /** Also the name of the files that are chosen beside it. */
    group: computed(() => place.value),
    restored,
    overtaken,
    dirty,
    asking,
    begin,
    keyFor,
    /** What stands there at first is another by now, such as after somebody else's change. */
    rebase: (now: Form) => void (first.value = textOf(now)),
    leave,
    /** It was sent, or thrown away on purpose: nothing of it stays. */
    drop,
    startOver,
  }
}

export type FormDraft = Omit<ReturnType<typeof useFormDraft>, 'rebase'>

/** What is there now, with what somebody typed over what was there then. */
function merged(now: unknown, then: unknown, typed: unknown): unknown {
  if (same(then, typed)) return now
  if (!isPlain(now) || !isPlain(typed)) return typed
  const before = isPlain(then) ? then : {}
  const fields = new Set([...Object.keys(now), ...Object.keys(before), ...Object.keys(typed)])
  return Object.fromEntries([...fields].map((field) => [field, merged(now[field], before[field], typed[field])]))
}

/** Whether somebody typed over what others have made something else since. */
function clashes(now: unknown, then: unknown, typed: unknown): boolean {
  if (same(then, typed) || same(then, now) || same(now, typed)) return false
  if (!isPlain(now) || !isPlain(typed)) return true
  const before = isPlain(then) ? then : {}
  return Object.keys({ ...now, ...typed }).some((field) => clashes(now[field], before[field], typed[field]))
}

const isPlain = (one: unknown): one is Record<string, unknown> => typeof one === 'object' && one !== null && !Array.isArray(one)
const same = (a: unknown, b: unknown) => JSON.stringify(tidy(a)) === JSON.stringify(tidy(b))

/** Without what was left empty, in one order: a field that was entered and left is no change. */
function meant(text: string): string {
  return text && JSON.stringify(tidy(JSON.parse(text)))
}

function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.length ? value.map(tidy) : undefined
  if (typeof value === 'string') return value.trim() || undefined
  if (typeof value !== 'object' || value === null) return value ?? undefined
  const fields = Object.entries(value)
    .map(([field, one]) => [field, tidy(one)] as const)
    .filter(([, one]) => one !== undefined)
  return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)))
}
