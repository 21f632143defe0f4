import type { Role } from '@/session/session'
import type { Action } from './forms'
import type { Problem } from './problem'

export type Offered = Exclude<Action, 'report'>

/**
 * What each role would rather do first, of what the server allows it: never what it would only
 * record for a department. Whether something may be done at all is the server's to say.
 */
const SETTLING: Offered[] = ['close', 'track', 'follow_up']
const MAIN: Partial<Record<Role, Offered[]>> = {
  department_staff: ['accept', 'resolve', 'reply', 'progress', 'on_site'],
  park_staff: ['dispatch', ...SETTLING],
  coordinator: ['decide_return', 'decide_extension', 'decide_suspension', 'dispatch', ...SETTLING, 'supervise'],
  leader: ['supervise'],
}

/** What is shown beside it, before the rest that waits behind 更多. */
const BESIDE: Partial<Record<Role, Offered[]>> = {
  department_staff: ['request_extension'],
  park_staff: ['reopen', 'resolve_on_site', 'progress', 'add_support', 'comment'],
  coordinator: ['reopen', 'resume', 'redispatch', 'add_support', 'comment'],
  leader: ['comment'],
}

/** Whether the enterprise says that what was done didn't solve it. */
const contradicted = ({ follow_ups, round }: Problem) =>
  follow_ups.filter((one) => one.round === round && one.solved != null).slice(-1)[0]?.solved === false

/** What this person should do next; absent where nothing presses. */
export function mainAction(problem: Problem, role: Role | null): Offered | undefined {
  const main = (role && MAIN[role]) ?? []
  const may = (action: Offered) => problem.allowed_actions.includes(action)
  const first = main.find(may)
  // Asked, and not solved: taken up again before anybody is asked once more.
  if (first === 'follow_up' && contradicted(problem) && may('reopen')) return 'reopen'
  // What is settled for good waits for nobody.
  return problem.status === 'closed' ? undefined : first
}

/** Those of them that have a place in the order, first what this person would rather do. */
function preferred(actions: Offered[], role: Role | null): Offered[] {
  const order = role ? [...(MAIN[role] ?? []), ...(BESIDE[role] ?? [])] : []
  return order.filter((one) => actions.includes(one))
}

/** All of them, first what this person would rather do. */
export function inOrder(actions: Offered[], role: Role | null): Offered[] {
  const first = preferred(actions, role)
  return [...first, ...actions.filter((one) => !first.includes(one))]
}

/** The buttons in sight: what is to be done next, then what is often wanted; where nothing is, what there is. */
export function inSight(problem: Problem, actions: Offered[], role: Role | null, most: number): Offered[] {
  const next = mainAction(problem, role)
  const first = preferred(actions, role)
  const list = next && actions.includes(next) ? [next, ...first.filter((one) => one !== next)] : first
  return (list.length ? list : actions).slice(0, most)
}
