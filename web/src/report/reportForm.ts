import type { Schemas } from '@/api/client'
import { toInstant } from '@/session/today'
import { blankPlace, placeIsChosen, placeName, type Place } from '@/place/place'

/** What a problem takes, wherever it is filed. */
export interface ProblemFields {
  title: string
  description: string
  category_id: number | null
  severity: Schemas['Severity']
  level: Schemas['Level']
  source: Schemas['Source']
  source_reference: string
  source_due_on: string
  raised_on: string
  confidential: boolean
  dispatch: DispatchFields
}

export interface DispatchFields {
  wanted: boolean
  lead_department_id: number | null
  supporting_department_ids: number[]
  meet_on: string
  meet_time: string
  place: string
  note: string
}

export interface ReportProject {
  id: number
  name: string
}

export interface ReportForm extends ProblemFields {
  place: Place
  visit_id: number | null
  /** The project that the problem holds up. */
  project: ReportProject | null
  /** A message that was pasted to be read; kept with the draft, and never sent as such. */
  pasted: string
}

/** The project that its page sends along in the address. */
export function projectFrom(query: Record<string, unknown>): ReportProject | null {
  const id = Number(query.project_id)
  return id ? { id, name: String(query.project ?? `项目 #${id}`) } : null
}

/** The pointers whose faults stand under a field of the form. */
export const SHOWN =
  /^\/(title|description|category_id|severity|source|source_reference|source_due_on|raised_on|enterprise_id|site_name|project_id|dispatch\/.+)$/

/** Sources that come with somebody's number and date. */
export const isImposed = (source: Schemas['Source']) => source === 'superior' || source === 'hotline'

export function blankProblem(source: Schemas['Source']): ProblemFields {
  return {
    title: '',
    description: '',
    category_id: null,
    severity: 'ordinary',
    level: 'district',
    source,
    source_reference: '',
    source_due_on: '',
    raised_on: '',
    confidential: false,
    dispatch: {
      wanted: false,
      lead_department_id: null,
      supporting_department_ids: [],
      meet_on: '',
      meet_time: '',
      place: '',
      note: '',
    },
  }
}

export const blankReport = (): ReportForm => ({ ...blankProblem('enterprise'), place: blankPlace(), visit_id: null, project: null, pasted: '' })

export function isBlank(form: ReportForm): boolean {
  return !form.title.trim() && !form.description.trim() && !form.pasted.trim() && !placeIsChosen(form.place)
}

export function reportTitle(form: ReportForm): string {
  return [placeName(form.place), form.title.trim()].filter(Boolean).join('：')
}

/** What the page can tell by itself before anything is sent; pointers as the API's. */
export function missing(fields: ProblemFields): Record<string, string> {
  const found: Record<string, string> = {}
  if (!fields.title.trim()) found['/title'] = '请填写问题标题'
  const { wanted, lead_department_id, meet_on, meet_time } = fields.dispatch
  if (wanted && !lead_department_id) found['/dispatch/lead_department_id'] = '请选择主办单位'
  if (wanted && !meet_on && meet_time) found['/dispatch/meet_at'] = '请填写到场日期'
  if (wanted && meet_on && !meet_time) found['/dispatch/meet_at'] = '请填写到场时间'
  return found
}

export function missingInReport(form: ReportForm): Record<string, string> {
  const found = missing(form)
  const { mode, enterprise, site_name, park_id } = form.place
  if (mode === 'enterprise' && !enterprise) found['/enterprise_id'] = '请选择企业，或改填项目现场'
  if (mode === 'site' && !site_name.trim()) found['/site_name'] = '请填写项目现场名称'
  if (mode === 'site' && !park_id) found['/park_id'] = '请选择园区'
  if (form.confidential && form.project) found['/project_id'] = '保密问题不能在上报时关联项目，可在上报后另行关联'
  return found
}

/** The body of a problem, without its place. */
export function problemBody(fields: ProblemFields): Schemas['Report'] {
  const imposed = isImposed(fields.source)
  return {
    title: fields.title.trim(),
    description: fields.description.trim(),
    category_id: fields.category_id,
    severity: fields.severity,
    level: fields.level,
    // Of a visit's own problems the server says so itself.
    source: fields.source === 'visit' ? null : fields.source,
    source_reference: imposed ? fields.source_reference.trim() || null : null,
    source_due_on: imposed ? fields.source_due_on || null : null,
    raised_on: fields.raised_on || null,
    // Drafts of before have none.
    confidential: fields.confidential ?? false,
    dispatch: fields.dispatch.wanted ? dispatchBody(fields.dispatch) : null,
  }
}

function dispatchBody(fields: DispatchFields): Schemas['Dispatch'] {
  return {
    // The page asked for it before.
    lead_department_id: fields.lead_department_id ?? 0,
    supporting_department_ids: fields.supporting_department_ids,
    note: fields.note.trim() || null,
    meet_at: fields.meet_on && fields.meet_time ? toInstant(`${fields.meet_on} ${fields.meet_time}:00`) : null,
    place: fields.place.trim() || null,
  }
}

export function reportBody(form: ReportForm): Schemas['Report'] {
  const { mode, enterprise, site_name, park_id } = form.place
  const body = problemBody(form)
  if (form.visit_id) body.visit_id = form.visit_id
  // Drafts of before have none.
  if (form.project) body.project_id = form.project.id
  if (mode === 'enterprise') body.enterprise_id = enterprise?.id ?? null
  else Object.assign(body, { park_id, site_name: site_name.trim() })
  return body
}
