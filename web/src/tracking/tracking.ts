import type { Problem } from '@/problem/problem'

export interface Tracked {
  problem: Problem
  /** The day something has to happen next. */
  nextOn: string | null
  late: boolean
}

/** What stays open until it is done: the late ones first, then what comes next. */
export function tracked(problems: Problem[], today: string): Tracked[] {
  const rows = problems.map((problem) => {
    const nextOn = problem.rest?.next_on ?? problem.clocks.solve?.due_on ?? null
    return { problem, nextOn, late: !!nextOn && nextOn < today }
  })
  // What has no day stands last.
  const day = (row: Tracked) => row.nextOn ?? '9999'
  return rows.sort((a, b) => day(a).localeCompare(day(b)) || a.problem.id - b.problem.id)
}
