import { ref, shallowRef } from 'vue'

/** A step that may fail: whether it is under way, and what went wrong the last time. */
export function useAttempt() {
  const busy = ref(false)
  const fault = shallowRef<unknown>(null)

  async function attempt(step: () => Promise<void>): Promise<void> {
    busy.value = true
    fault.value = null
    try {
      await step()
    } catch (error) {
      fault.value = error
    } finally {
      busy.value = false
    }
  }

  return { busy, fault, attempt }
}
