import { onBeforeUnmount, onMounted, ref, useTemplateRef } from 'vue'

/** A4 between its margins. */
const PAPER = 650

/** Charts are drawn in the pixels they have: letters stay as large on a phone and on paper as on a wide screen. */
export function useWidth(name: string, fallback = 600) {
  const box = useTemplateRef<HTMLElement>(name)
  const width = ref(fallback)
  const measure = () => {
    const now = Math.floor(box.value?.clientWidth ?? 0)
    if (now > 0) width.value = now
  }
  // A frame that becomes narrower only in print tells nobody before it is printed.
  const forPaper = () => (width.value = PAPER)
  let watcher: ResizeObserver | undefined
  onMounted(() => {
    measure()
    watcher = new ResizeObserver(measure)
    if (box.value) watcher.observe(box.value)
    window.addEventListener('beforeprint', forPaper)
    window.addEventListener('afterprint', measure)
  })
  onBeforeUnmount(() => {
    watcher?.disconnect()
    window.removeEventListener('beforeprint', forPaper)
    window.removeEventListener('afterprint', measure)
  })
  return width
}
