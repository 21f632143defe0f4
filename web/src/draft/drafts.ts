import { computed, ref } from 'vue'
import { idempotencyKey } from '@/api/client'
import { discardGroup } from '@/attachment/kept'
import { forget, keepOnDevice, recall, recalled } from '@/device/device'
import { serverNow } from '@/session/today'
import type { Draft, DraftKind } from './draft'

const PREFIX = 'draft/'
const drafts = ref<Draft[]>([])

/** How many delivered ones stay in sight. */
const DELIVERED_SHOWN = 5

/** Reads them again: another tab may have sent some. */
export async function loadDrafts(): Promise<Draft[]> {
  const found = await Promise.all((await recalled(PREFIX)).map((name) => recall<Draft>(name)))
  const all = found.filter((draft): draft is Draft => !!draft)
  all.sort((a, b) => b.changedAt.localeCompare(a.changedAt))
  const old = all.filter((draft) => draft.state === 'delivered').slice(DELIVERED_SHOWN)
  for (const draft of old) await forget(PREFIX + draft.id)
  drafts.value = all.filter((draft) => !old.includes(draft))
  return drafts.value
}

export function newDraft<Form>(kind: DraftKind, form: Form): Draft<Form> {
  return {
    id: idempotencyKey(),
    kind,
    state: 'editing',
    title: '',
    form,
    body: null,
    firstTriedAt: null,
    changedAt: serverNow(),
    fault: null,
    delivered: null,
  }
}

export const findDraft = (id: string) => recall<Draft>(PREFIX + id)

export async function saveDraft(draft: Draft): Promise<void> {
  const kept = { ...draft, changedAt: serverNow() }
  const rest = drafts.value.filter((other) => other.id !== draft.id)
  drafts.value = [kept, ...rest]
  await keepOnDevice(PREFIX + draft.id, kept)
}

export async function discardDraft(id: string): Promise<void> {
  drafts.value = drafts.value.filter((draft) => draft.id !== id)
  await forget(PREFIX + id)
  await discardGroup(id)
}

export function useDrafts() {
  return {
    drafts,
    waiting: computed(() => drafts.value.filter((draft) => draft.state === 'waiting')),
    unsent: computed(() => drafts.value.filter((draft) => draft.state !== 'delivered')),
  }
}
