import { ApiProblem, sentence } from '@/api/problem'

/** What is wrong, by pointer: the page's own findings, then the server's. */
export type Faults = Record<string, string | undefined>

export function faultsOf(own: Faults, problem: ApiProblem | null): Faults {
  const told = Object.fromEntries((problem?.fields ?? []).map((field) => [field.pointer, field.detail]))
  return { ...told, ...own }
}

/** What stands over a form: the sentence, or what none of its fields shows. */
export function generalFault(problem: ApiProblem, shown: RegExp): string {
  const rest = problem.fields.filter((field) => !shown.test(field.pointer)).map((field) => field.detail)
  return rest.length ? rest.join('；') : problem.message
}

/** The same of a form whose fields show all that is theirs: nothing where that is all there is. */
export function besidesFields(error: unknown, shown: RegExp): string {
  if (!(error instanceof ApiProblem)) return error ? sentence(error) : ''
  const inFields = error.fields.length > 0 && error.fields.every((field) => shown.test(field.pointer))
  return inFields ? '' : generalFault(error, shown)
}

/** The part of them that lies under a pointer, such as `/problems/0`. */
export function faultsWithin(faults: Faults, pointer: string): Faults {
  const under = Object.entries(faults).filter(([at]) => at.startsWith(`${pointer}/`))
  return Object.fromEntries(under.map(([at, text]) => [at.slice(pointer.length), text]))
}

/** Brings the first field that is marked wrong into view. */
export function showFirstFault(): void {
  requestAnimationFrame(() => {
    const first = document.querySelector('#main .fault')
    first?.scrollIntoView({ block: 'center', behavior: 'smooth' })
  })
}
