import { useRoute } from 'vue-router'
import { useFiling } from '@/draft/useFiling'
import { noteEnterprise } from '@/enterprise/enterprises'
import type { Problem } from '@/problem/problem'
import { noteLead } from './leadFor'
import { blankReport, isBlank, missingInReport, reportBody, reportTitle, type ReportForm } from './reportForm'

/** Filing one problem, from the form to the number it got. */
export function useReport() {
  const { query } = useRoute()
  return useFiling<ReportForm, Problem>({
    kind: 'report',
    blank: () => ({ ...blankReport(), ...startedFrom(query) }),
    isBlank,
    title: reportTitle,
    body: reportBody,
    missing: missingInReport,
    remember,
    fresh: ['enterprise_id', 'visit_id', 'project_id'].some((name) => name in query),
  })
}

async function remember(form: ReportForm) {
  if (form.place.mode === 'enterprise' && form.place.enterprise) await noteEnterprise(form.place.enterprise)
  const { wanted, lead_department_id: lead } = form.dispatch
  if (wanted && lead && form.category_id) await noteLead(form.category_id, lead)
}

/** An enterprise's, a visit's or a project's page sends the place along. */
function startedFrom(query: Record<string, unknown>): Partial<ReportForm> {
  const number = (name: string) => Number(query[name]) || null
  const started: Partial<ReportForm> = {}
  const enterprise = number('enterprise_id')
  const park = number('park_id')
  if (enterprise && park) {
    const chosen = { id: enterprise, name: String(query.name ?? `企业 #${enterprise}`), park_id: park }
    started.place = { mode: 'enterprise', enterprise: chosen, site_name: '', park_id: null }
  } else if (park && query.site_name) {
    started.place = { mode: 'site', enterprise: null, site_name: String(query.site_name), park_id: park }
  }
  if (number('visit_id')) Object.assign(started, { visit_id: number('visit_id'), source: 'visit' })
  const project = number('project_id')
  if (project) started.project = { id: project, name: String(query.project ?? `项目 #${project}`) }
  return started
}
