import { api, ask, idempotencyKey } from '@/api/client'
import { useBatch } from '@/batch/useBatch'
import type { Entry } from './queue'

/** Accepts one problem or many, and says of each what went wrong. */
export function useAccept() {
  const { progress, run } = useBatch<Entry>()
  /** The same again after a lost answer, so that nothing is accepted twice. */
  const keys = new Map<string, string>()

  function once(move: string) {
    const key = keys.get(move) ?? idempotencyKey()
    keys.set(move, key)
    return { 'Idempotency-Key': key }
  }

  async function acceptOne(entry: Entry, handler: string) {
    const params = { path: { id: entry.id } }
    const accepting = `accept ${entry.id}`
    await ask(api.POST('/api/v1/problems/{id}/accept', { params, body: {}, headers: once(accepting) }))
    if (handler) {
      const assigning = `handler ${entry.id} ${handler}`
      const body = { name: handler }
      await ask(api.POST('/api/v1/problems/{id}/assign_handler', { params, body, headers: once(assigning) }))
      keys.delete(assigning)
    }
    // Answered: should it come back some day, accepting it is another move.
    keys.delete(accepting)
  }

  /** Those that were accepted. */
  const accept = (entries: Entry[], handler = '') => run(entries, (entry) => acceptOne(entry, handler))
  return { progress, accept }
}
