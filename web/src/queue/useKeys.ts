import { onBeforeUnmount, onMounted } from 'vue'
import { isTyping } from '@/parts/typing'

export type KeyName = 'j' | 'k' | 'Enter' | 'a' | '?'

export const KEYS: { key: KeyName; shown: string; does: string }[] = [
  { key: 'j', shown: 'j', does: '下一件' },
  { key: 'k', shown: 'k', does: '上一件' },
  { key: 'Enter', shown: 'Enter', does: '进入右侧详情' },
  { key: 'a', shown: 'a', does: '签收' },
  { key: '?', shown: '?', does: '显示本说明' },
]

/** Keys for those who want them; never while something is being typed or a dialog is open. */
export function useKeys(does: Record<KeyName, () => void>): void {
  function pressed(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return
    if (isTyping(event.target)) return
    const name = KEYS.find(({ key }) => key === event.key)?.key
    if (!name) return
    // A focused button or link has a use of its own for Enter.
    if (name === 'Enter' && event.target instanceof Element && event.target.closest('a, button')) return
    event.preventDefault()
    does[name]()
  }
  onMounted(() => document.addEventListener('keydown', pressed))
  onBeforeUnmount(() => document.removeEventListener('keydown', pressed))
}
