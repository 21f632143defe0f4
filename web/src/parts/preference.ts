import { ref, watch, type Ref } from 'vue'
import { useSession } from '@/session/session'

/**
 * How this person likes it on this device: columns, saved views. Nothing about cases belongs here,
 * because it stays when they sign out.
 */
export function usePreference<T>(name: string, read: (kept: unknown) => T): Ref<T> {
  const place = `zhuqi.${useSession().user.value?.id ?? 0}.${name}`
  const value = ref(read(recall(place))) as Ref<T>
  watch(value, (now) => keep(place, now), { deep: true })
  return value
}

function recall(place: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(place) ?? 'null')
  } catch {
    return null
  }
}

function keep(place: string, value: unknown): void {
  try {
    localStorage.setItem(place, JSON.stringify(value))
  } catch {
    // A full or forbidden storage: it lasts as long as the page.
  }
}
