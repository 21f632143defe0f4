import { ElMessage } from 'element-plus'
import { sentence } from '@/api/problem'

/** What stands at the lower edge of the screen: tabs, the end of a form, what is done for many. */
const BARS = '[data-bar]'
const GAP = 12

/** Above all of that, so that no button and no heading is covered. */
function place() {
  const height = window.innerHeight
  const tops = Array.from(document.querySelectorAll(BARS))
    .map((bar) => bar.getBoundingClientRect())
    // One that is further down the page, or isn't shown, is in nobody's way.
    .filter((box) => box.height > 0 && box.top < height && box.bottom > height - 140)
    .map((box) => box.top)
  return { placement: 'bottom' as const, offset: height - Math.min(height, ...tops) + GAP }
}

/** Says shortly that something was done. */
export function done(text: string): void {
  ElMessage({ type: 'success', message: text, grouping: true, ...place() })
}

/** Says what went wrong where no form has a place for it. */
export function failed(error: unknown): void {
  ElMessage({ type: 'error', message: sentence(error), duration: 6000, showClose: true, ...place() })
}
