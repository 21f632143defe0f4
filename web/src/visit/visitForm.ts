import type { Schemas } from '@/api/client'
import { blankProblem, missing, problemBody, type ProblemFields, type ReportProject } from '@/report/reportForm'
import { blankPlace, placeIsChosen, placeName, type Place } from '@/place/place'

/** What a visit was about. */
export interface VisitProject extends ReportProject {
  /** The enterprise among whose projects it was chosen; with another one it no longer is. */
  of_enterprise?: number
}

export interface VisitForm {
  place: Place
  project: VisitProject | null
  visited_on: string
  participants: string[]
  summary: string
  /** How the enterprise was found running; null where nobody looked. */
  operating_status: Schemas['OperatingStatus'] | null
  /** Whether the summary is kept as progress of the project and of the halted enterprise, too. */
  as_progress: boolean
  problems: ProblemFields[]
}

export const blankVisit = (visited_on: string, participants: string[]): VisitForm => ({
  place: blankPlace(),
  project: null,
  visited_on,
  participants,
  summary: '',
  operating_status: null,
  as_progress: false,
  problems: [],
})

/** The pointers whose faults stand under a field of the form. */
export const SHOWN_IN_VISIT = /^\/(enterprise_id|site_name|project_id|visited_on|participants.*|summary|operating_status|as_progress|problems\/\d+\/(title|description|category_id|severity|dispatch\/.+))$/

/** The project that goes with the place as it is. */
export function projectOf({ place, project }: Pick<VisitForm, 'place' | 'project'>): VisitProject | null {
  const enterprise = place.mode === 'enterprise' ? place.enterprise?.id : undefined
  return project && (project.of_enterprise === undefined || project.of_enterprise === enterprise) ? project : null
}

export const newProblem = (): ProblemFields => blankProblem('visit')

/** Day and people are proposed; they alone are nothing that somebody wrote. */
export const isBlank = (form: VisitForm) =>
  !placeIsChosen(form.place) && !form.summary.trim() && !form.problems.some((one) => one.title.trim() || one.description.trim())

export const visitTitle = (form: VisitForm) => [placeName(form.place), form.visited_on].filter(Boolean).join('，')

export function missingInVisit(form: VisitForm, today: string): Record<string, string> {
  const found: Record<string, string> = {}
  const { mode, enterprise, site_name, park_id } = form.place
  if (mode === 'enterprise' && !enterprise) found['/enterprise_id'] = '请选择企业，或改填项目现场'
  if (mode === 'site' && !site_name.trim()) found['/site_name'] = '请填写项目现场名称'
  if (mode === 'site' && !park_id) found['/park_id'] = '请选择园区'
  if (!form.visited_on) found['/visited_on'] = '请填写走访日期'
  else if (form.visited_on > today) found['/visited_on'] = '走访日期不能晚于今天'
  if (!form.participants.length) found['/participants'] = '请填写走访人员'
  if (form.as_progress && !form.summary.trim()) found['/summary'] = '记为进展的，请填写走访情况'
  form.problems.forEach((problem, index) => {
    for (const [pointer, text] of Object.entries(missing(problem))) found[`/problems/${index}${pointer}`] = text
  })
  return found
}

export function visitBody(form: VisitForm): Schemas['VisitIn'] {
  const { mode, enterprise, site_name, park_id } = form.place
  return {
    ...(mode === 'enterprise' ? { enterprise_id: enterprise?.id ?? null } : { park_id, site_name: site_name.trim() }),
    project_id: projectOf(form)?.id ?? null,
    visited_on: form.visited_on,
    participants: form.participants,
    summary: form.summary.trim() || null,
    ...(mode === 'enterprise' && form.operating_status ? { operating_status: form.operating_status } : {}),
    ...(form.as_progress ? { as_progress: true } : {}),
    problems: form.problems.map(problemBody),
  }
}
