import { computed, ref, watch } from 'vue'
import type { Schemas } from '@/api/client'
import { changeOnDevice, recall } from '@/device/device'
import { useSession } from '@/session/session'
import { shippedPhrases } from '@/words/phrases'
import { inOrder, noPhrases, readPhrases, refusesOwn, withOwn, withoutOwn, withUse, type Phrases } from './phrases'

export interface Where {
  action: Schemas['Action']
  field: string
  category: number | null
}

/** 常用语 of one text field: kept on this device for each person and role, and there again after signing out. */
export function usePhrases(where: () => Where) {
  const { role } = useSession()
  const name = computed(() => `phrases/${role.value}/${where().action}.${where().field}`)
  const shipped = computed(() => shippedPhrases(where().action, where().field, role.value))
  const kept = ref<Phrases>(noPhrases())

  watch(
    name,
    async (now) => {
      const found = readPhrases(await recall(now))
      if (name.value === now) kept.value = found
    },
    { immediate: true },
  )

  /** Another form, or another tab, may have added some since: what is there is changed, not overwritten. */
  const change = async (how: (phrases: Phrases) => Phrases) => {
    kept.value = how(kept.value)
    await changeOnDevice(name.value, (stored) => how(readPhrases(stored)))
  }

  return {
    all: computed(() => inOrder(kept.value, shipped.value, where().category)),
    isOwn: (text: string) => kept.value.own.includes(text),
    refuses: (text: string) => refusesOwn(kept.value, shipped.value, text),
    add: (text: string) => change((phrases) => withOwn(withoutOwn(phrases, text.trim()), text)),
    remove: (text: string) => change((phrases) => withoutOwn(phrases, text)),
    use: (text: string) => change((phrases) => withUse(phrases, text, where().category)),
  }
}
