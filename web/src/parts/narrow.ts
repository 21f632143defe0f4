import { readonly, ref } from 'vue'

/** The width below which the frame has no menu beside the page; a sheet of paper is narrower, and no phone. */
const media = window.matchMedia?.('screen and (max-width: 900px)')
const narrow = ref(media?.matches ?? false)
media?.addEventListener('change', (event) => (narrow.value = event.matches))

/** Whether this is a phone, or a window as narrow as one. */
export function useNarrow() {
  return readonly(narrow)
}
