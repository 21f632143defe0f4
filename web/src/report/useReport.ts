import { useRoute } from 'vue-router'
import { useFiling } from '@/draft/useFiling'
import { noteEnterprise } from '@/enterprise/enterprises'
import { placeFrom } from '@/place/place'
import type { Problem } from '@/problem/problem'
import { noteLead } from './leadFor'
import { blankReport, isBlank, missingInReport, projectFrom, reportBody, reportTitle, type ReportForm } from './reportForm'

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
  const started: Partial<ReportForm> = { project: projectFrom(query) }
  const place = placeFrom(query)
  const visit_id = Number(query.visit_id)
  if (place) started.place = place
  if (visit_id) Object.assign(started, { visit_id, source: 'visit' })
  return started
}
