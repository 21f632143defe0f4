import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, ask, everything, idempotencyKey } from '@/api/client'
import { live } from '@/api/live'
import type { Action, Values } from './forms'
import type { Problem } from './problem'

/** How often a page that somebody looks at asks whether anything happened. */
const LOOK_AGAIN = 20_000
/** What happened brings the problem itself along; without anything, only lights turn. */
const LIGHTS_TURN = 5 * 60_000

export function useProblem(id: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => ['problem', toValue(id)]),
    queryFn: () => ask(api.GET('/api/v1/problems/{id}', { params: { path: { id: toValue(id) } } })),
    ...live(LIGHTS_TURN),
  })
}

export function useTimeline(id: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => ['problem', toValue(id), 'events']),
    queryFn: () => eventsOf(toValue(id)),
    ...live(LOOK_AGAIN),
  })
}

/** Everything that happened to a problem, oldest first. */
export const eventsOf = (id: number) =>
  everything((cursor) =>
    ask(api.GET('/api/v1/problems/{id}/events', { params: { path: { id }, query: { limit: 200, cursor } } })),
  )

export interface Move {
  problem: Pick<Problem, 'id' | 'version'>
  action: Action
  body: Values
}

/** Sends a move. A correction must not overwrite another's: it names the version it was made from. */
export function send({ problem, action, body }: Move, key: string): Promise<Problem> {
  const path = { id: problem.id }
  if (action === 'edit') {
    const header = { 'If-Match': `"${problem.version}"` }
    return ask(api.PATCH('/api/v1/problems/{id}', { params: { path }, headers: header, body }))
  }
  // Actions share one shape of address; the forms stand for the shapes of their bodies.
  const address = `/api/v1/problems/{id}/${action}` as '/api/v1/problems/{id}/comment'
  const headers = { 'Idempotency-Key': key }
  return ask(api.POST(address, { params: { path }, headers, body: body as { text: string } }))
}

/** A move as a text: the same again is the same move. */
export const saidBy = (move: Move) => JSON.stringify([move.problem.id, move.action, move.body])

/**
 * A move of one form: pressed again after a lost answer, it is the same move. The form's draft knows its
 * key over a reload; without one it lasts as long as the page.
 */
export function useMove(keyFor?: (what: string) => Promise<string>) {
  const queries = useQueryClient()
  let key = idempotencyKey()
  let sent = ''
  return useMutation({
    mutationFn: async (move: Move) => {
      const what = saidBy(move)
      if (what !== sent) key = idempotencyKey()
      sent = what
      return send(move, keyFor ? await keyFor(what) : key)
    },
    onSuccess: (problem) => {
      sent = ''
      queries.setQueryData(['problem', problem.id], problem)
    },
    onSettled: (_problem, _error, move) => {
      void queries.invalidateQueries({ queryKey: ['problem', move.problem.id] })
      for (const key of ['problems', 'queue', 'statistics', 'weekly']) void queries.invalidateQueries({ queryKey: [key] })
    },
  })
}
