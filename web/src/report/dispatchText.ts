import { leadOf, placeOf, type Problem } from '@/problem/problem'
import { day, instant } from '@/words/time'
import { SEVERITY } from '@/words/words'

/** A short text of the dispatch for the chat group in which the departments are. */
export function dispatchText(problem: Problem, department: (id: number) => string): string | null {
  const lead = leadOf(problem)
  if (!lead) return null
  const supporting = problem.assignments
    .filter((one) => one.role === 'supporting' && !one.finished_at)
    .map((one) => department(one.department_id))
  const solve = problem.clocks.solve
  const lines = [
    `【派单】${problem.number}`,
    `${placeOf(problem)}：${problem.title}`,
    problem.severity === 'ordinary' ? '' : `紧急程度：${SEVERITY[problem.severity]}`,
    `主办：${department(lead.department_id)}`,
    supporting.length ? `协办：${supporting.join('、')}` : '',
    lead.meet_at || lead.place ? `请到场：${[lead.meet_at && instant(lead.meet_at), lead.place].filter(Boolean).join(' ')}` : '',
    lead.note ? `说明：${lead.note}` : '',
    solve ? `办结时限：${solve.due_at ? instant(solve.due_at) : day(solve.due_on)}${solve.provisional ? '（暂定）' : ''}` : '',
    '请及时签收办理。',
  ]
  return lines.filter(Boolean).join('\n')
}
