import { useQueryClient } from '@tanstack/vue-query'
import { computed, ref } from 'vue'
import { useRoute } from 'vue-router'
import { useDraft } from '@/draft/useDraft'
import { noteEnterprise } from '@/enterprise/enterprises'
import { faultsOf, showFirstFault, type Faults } from '@/parts/faults'
import type { Problem } from '@/problem/problem'
import { noteLead } from './leadFor'
import { blankReport, isBlank, missingInReport, reportBody, reportTitle, type ReportForm } from './reportForm'

/** Filing one problem, from the form to the number it got. */
export function useReport() {
  const route = useRoute()
  const { query } = route
  const queries = useQueryClient()
  const started = () => ({ ...blankReport(), ...startedFrom(query) })
  const draft = useDraft<ReportForm>({
    kind: 'report',
    blank: started,
    isBlank,
    title: reportTitle,
    body: reportBody,
    wanted: () => (typeof route.query.draft === 'string' ? route.query.draft : undefined),
    fresh: 'enterprise_id' in query || 'visit_id' in query,
  })
  const checked = ref(false)
  const own = computed<Faults>(() => (checked.value ? missingInReport(draft.form.value) : {}))
  const faults = computed(() => faultsOf(own.value, draft.fault.value))
  const filed = computed(() => {
    const outcome = draft.outcome.value
    return outcome && 'delivered' in outcome ? (outcome.delivered as Problem) : null
  })

  async function submit() {
    checked.value = true
    if (Object.keys(own.value).length) return showFirstFault()
    await remember(draft.form.value)
    const answer = await draft.submit()
    if ('refused' in answer) return showFirstFault()
    checked.value = false
    window.scrollTo({ top: 0 })
    for (const queryKey of [['problems'], ['queue'], ['visits'], ['enterprises', 'recent']]) {
      void queries.invalidateQueries({ queryKey })
    }
  }

  function another() {
    checked.value = false
    draft.another()
  }

  return { ...draft, faults, filed, submit, another }
}

async function remember(form: ReportForm) {
  if (form.place.mode === 'enterprise' && form.place.enterprise) await noteEnterprise(form.place.enterprise)
  const { wanted, lead_department_id: lead } = form.dispatch
  if (wanted && lead && form.category_id) await noteLead(form.category_id, lead)
}

/** An enterprise's or a visit's page sends the place along. */
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
  return started
}
