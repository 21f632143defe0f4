import { offline } from '@/api/problem'

interface Query {
  error: { readonly value: unknown }
  fetchStatus: { readonly value: 'fetching' | 'paused' | 'idle' }
}

/** Why the present state isn't known: an error, or a device without a network, where nothing is even asked. */
export function lost(query: Query): unknown {
  return query.error.value ?? (query.fetchStatus.value === 'paused' ? offline() : null)
}
