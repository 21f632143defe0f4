import { onBeforeUnmount, onMounted } from 'vue'
import { useRouter } from 'vue-router'
import { isTyping } from '@/parts/typing'

/** Ctrl K anywhere, and / where nobody is typing, lead to the search. */
export function useSearchKey(allowed: () => boolean) {
  const router = useRouter()
  const pressed = (event: KeyboardEvent) => {
    const inDialog = event.target instanceof HTMLElement && !!event.target.closest('[role="dialog"]')
    const asked = ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k' && !inDialog) || (event.key === '/' && !isTyping(event.target))
    if (!asked || event.defaultPrevented || !allowed()) return
    event.preventDefault()
    void router.push('/search')
  }
  onMounted(() => window.addEventListener('keydown', pressed))
  onBeforeUnmount(() => window.removeEventListener('keydown', pressed))
}
