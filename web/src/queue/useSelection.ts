import { computed, onScopeDispose, ref, watch, type ComputedRef } from 'vue'
import { isTyping } from '@/parts/typing'
import { following, type Entry } from './queue'

const LOOK_AGAIN = 250

/** Whether somebody is in the middle of something that must not be taken from under their hands. */
function isBusy(): boolean {
  const dialogs = Array.from(document.querySelectorAll('[role="dialog"]'))
  if (dialogs.some((dialog) => dialog.getClientRects().length > 0)) return true
  const field = document.activeElement
  return isTyping(field) && 'value' in field! && String(field.value).trim() !== ''
}

/** Which entry is open; when it is done, the next one opens by itself. */
export function useSelection(entries: ComputedRef<Entry[]>, busy: () => boolean = isBusy) {
  const key = ref<string | null>(null)
  const shown = ref<Entry | null>(null)
  let before: Entry[] = []
  let later: ReturnType<typeof setTimeout> | undefined

  function settle() {
    clearTimeout(later)
    const now = entries.value
    const stays = now.find((entry) => entry.key === key.value)
    // It may have been done elsewhere while a dialog about it is open here: it is left to the user
    // to close that one first.
    if (!stays && shown.value && busy()) {
      later = setTimeout(settle, LOOK_AGAIN)
      return
    }
    shown.value = stays ?? following(before, key.value, now)
    key.value = shown.value?.key ?? null
    before = now
  }
  watch(entries, settle, { immediate: true })
  onScopeDispose(() => clearTimeout(later))

  function open(entry: Entry | undefined) {
    if (!entry) return
    clearTimeout(later)
    key.value = entry.key
    settle()
  }
  function step(by: 1 | -1) {
    const place = entries.value.findIndex((entry) => entry.key === key.value)
    open(entries.value[Math.min(Math.max(place + by, 0), entries.value.length - 1)])
  }
  return { selected: computed(() => shown.value), open, step }
}
