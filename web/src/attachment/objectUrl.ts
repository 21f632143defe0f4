import { onScopeDispose, ref, watch } from 'vue'

/** An address for bytes in memory, given back when they are no longer shown. */
export function useObjectUrl(load: () => Promise<Blob | null> | Blob | null, on: () => unknown = () => null) {
  const url = ref('')
  const error = ref<unknown>(null)
  let asked = 0

  function drop() {
    if (url.value) URL.revokeObjectURL(url.value)
    url.value = ''
  }

  async function show() {
    const mine = (asked += 1)
    drop()
    error.value = null
    try {
      const blob = await load()
      if (mine === asked && blob) url.value = URL.createObjectURL(blob)
    } catch (fault) {
      if (mine === asked) error.value = fault
    }
  }

  watch(on, show, { immediate: true })
  onScopeDispose(() => {
    asked += 1
    drop()
  })
  return { url, error }
}
