import { useRoute, useRouter } from 'vue-router'

type Value = string | number | null | undefined

/** What is filtered stands in the address: it can be sent to somebody and comes back with the back button. */
export function useAddress() {
  const route = useRoute()
  const router = useRouter()

  const text = (name: string) => {
    const value = route.query[name]
    return typeof value === 'string' && value ? value : undefined
  }
  const number = (name: string) => Number(text(name)) || undefined
  function put(change: Record<string, Value>) {
    const told = Object.entries(change).map(([name, value]) => [name, value ? String(value) : undefined])
    void router.replace({ query: { ...route.query, ...Object.fromEntries(told) } })
  }
  const clear = () => void router.replace({ query: {} })
  return { text, number, put, clear }
}
