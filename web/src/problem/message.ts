import { instant } from '@/words/time'
import { SEVERITY } from '@/words/words'
import { leadOf, placeOf, type Problem } from './problem'

/** A short text to copy into the chat group in which a department really reads: of a confidential one it names no enterprise. */
export function messageOf(problem: Problem, names: { department: (id: number) => string; park: (id: number) => string }): string {
  const lead = leadOf(problem)
  const support = problem.assignments.filter((one) => one.role === 'supporting' && !one.finished_at)
  const limit = problem.clocks.solve
  const late = limit?.light === 'red'
  const place = problem.confidential ? '企业信息保密' : placeOf(problem)
  return [
    `【${late ? '督办' : '派单'}】${problem.number} ${problem.title}`,
    `${names.park(problem.park_id)}，${place}${problem.severity === 'ordinary' ? '' : `，${SEVERITY[problem.severity]}`}`,
    lead ? `主办：${names.department(lead.department_id)}` : '',
    support.length ? `协办：${support.map((one) => names.department(one.department_id)).join('、')}` : '',
    lead?.meet_at ? `请于 ${instant(lead.meet_at)} 到 ${lead.place ?? '现场'} 报到。` : '',
    limit ? `办结时限：${limit.due_on}${late ? '，已超期，请尽快办理。' : '，请按时签收、办理并反馈。'}` : '',
    `${location.origin}/problems/${problem.id}`,
  ]
    .filter(Boolean)
    .join('\n')
}
