import { usePreference } from '@/parts/preference'

const KEPT = 12

/** Who was named as handler lately: a department has few, and names them often. */
export function useRecentHandlers() {
  const names = usePreference<string[]>('handlers', (kept) =>
    Array.isArray(kept) ? kept.filter((name) => typeof name === 'string') : [],
  )
  function remember(name: string) {
    names.value = [name, ...names.value.filter((other) => other !== name)].slice(0, KEPT)
  }
  return { names, remember }
}
