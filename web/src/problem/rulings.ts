import type { Schemas } from '@/api/client'
import type { Action } from './forms'
import type { Problem } from './problem'

type Kind = Schemas['RequestKind']
type Event = Schemas['EventOut']
export type Request = Problem['requests'][number]

/** A request and the ruling on it, as the API names their moves. */
const MOVES: Record<Kind, { ask: Action; decide: 'decide_return' | 'decide_extension' | 'decide_suspension' }> = {
  return: { ask: 'return', decide: 'decide_return' },
  extension: { ask: 'request_extension', decide: 'decide_extension' },
  suspension: { ask: 'request_suspension', decide: 'decide_suspension' },
}

export const rulingOn = (kind: Kind) => MOVES[kind].decide

/** The requests that the reader may rule on now. */
export const toRule = (problem: Problem): Request[] =>
  problem.requests.filter((one) => problem.allowed_actions.includes(rulingOn(one.kind)))

/** Whether a card of its own stands for it. */
export const isOnCard = (problem: Problem, action: Action) => toRule(problem).some((one) => rulingOn(one.kind) === action)

/** Who asked, and for whom, where somebody wrote it down for a department. */
export function whoAsked(events: Event[], request: Request): string {
  const found = [...events].reverse().find((one) => one.kind === MOVES[request.kind].ask)
  return found?.on_behalf_of?.person ?? found?.actor?.name ?? ''
}

export interface Earlier {
  id: number
  day: string
  granted: boolean
  until: string | null
  text: string
}

/** Rulings on the same kind of request before this one, the latest first. */
export function earlier(events: Event[], kind: Kind): Earlier[] {
  return events
    .filter((one) => one.kind === MOVES[kind].decide)
    .map((one) => {
      const data = one.data as { granted?: boolean; upheld?: boolean; until?: string | null }
      return {
        id: one.id,
        day: one.occurred_on,
        granted: data.granted ?? data.upheld ?? false,
        until: data.until ?? null,
        text: one.text ?? '',
      }
    })
    .reverse()
}

export interface Ruling {
  opinion: string
  /** Another day than the one asked for; empty for that one. */
  until: string
  /** Who takes it on after a return; empty leaves it to the park. */
  lead_department_id: number | null
}

/** What is sent: a return wants its reason, the others take one. */
export function bodyOfRuling(request: Request, granted: boolean, { opinion, until, lead_department_id }: Ruling): Record<string, unknown> {
  const reason = opinion.trim()
  if (request.kind === 'return') {
    return { upheld: granted, reason, ...(granted && lead_department_id ? { lead_department_id } : {}) }
  }
  return { granted, ...(reason ? { reason } : {}), ...(granted && until ? { until } : {}) }
}
