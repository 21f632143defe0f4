import type { Schemas } from '@/api/client'

export type Problem = Schemas['ProblemOut']
type Clock = NonNullable<Schemas['ClocksOut']['solve']>
export type ClockKind = keyof Schemas['ClocksOut']

/** The lead department's part at present, or the last one. */
export function leadOf(problem: Problem) {
  const leads = problem.assignments.filter((one) => one.role === 'lead')
  return leads.find((one) => !one.finished_at) ?? leads[leads.length - 1]
}

/** Where it is: the enterprise, or the site; of a confidential one departments are told neither. */
export function placeOf(problem: Problem): string {
  return problem.enterprise_name ?? problem.site_name ?? (problem.confidential ? '（保密）' : '—')
}

/** Every running clock, those of supporting departments too. */
function running(problem: Problem): { kind: ClockKind; clock: Clock }[] {
  return [problem.clocks, ...problem.assignments.map((one) => one.clocks)]
    .flatMap((clocks) => Object.entries(clocks) as [ClockKind, Clock][])
    .filter(([kind, clock]) => clock.light && kind !== 'return')
    .map(([kind, clock]) => ({ kind, clock }))
}

/** Whether its limit to be solved has passed; no other limit makes a case 超期, and none that has ended. */
export const isOverdue = ({ clocks }: Problem) => clocks.solve?.light === 'red'

/** The clock that gives the problem its light: 超期 before all, then the one that ends first. */
export function pressing(problem: Problem) {
  const worst = running(problem).filter(({ clock }) => clock.light === problem.light)
  worst.sort((a, b) => a.clock.due_on.localeCompare(b.clock.due_on))
  return (isOverdue(problem) && worst.find(({ kind }) => kind === 'solve')) || (worst[0] ?? null)
}
