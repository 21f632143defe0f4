import { useQueryClient } from '@tanstack/vue-query'
import { reactive } from 'vue'
import { api, ask, idempotencyKey } from '@/api/client'
import type { Entry } from './queue'

/** Accepts one problem or many, one after the other, and says of each what went wrong. */
export function useAccept() {
  const queries = useQueryClient()
  const progress = reactive({
    running: false,
    total: 0,
    done: 0,
    failures: [] as { entry: Entry; error: unknown }[],
  })
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

  /** Whether all went well. */
  async function accept(entries: Entry[], handler = ''): Promise<boolean> {
    if (progress.running) return false
    Object.assign(progress, { running: true, total: entries.length, done: 0, failures: [] })
    for (const entry of entries) {
      await acceptOne(entry, handler).catch((error) => progress.failures.push({ entry, error }))
      progress.done += 1
    }
    progress.running = false
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['queue'] }),
      queries.invalidateQueries({ queryKey: ['problems'] }),
      ...entries.map((entry) => queries.invalidateQueries({ queryKey: ['problem', entry.id] })),
    ])
    return progress.failures.length === 0
  }
  return { progress, accept }
}
