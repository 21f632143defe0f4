import { useQueryClient } from '@tanstack/vue-query'
import { computed, ref } from 'vue'
import { useRoute } from 'vue-router'
import { useDraft } from '@/draft/useDraft'
import { noteEnterprise } from '@/enterprise/enterprises'
import { faultsOf, showFirstFault, type Faults } from '@/parts/faults'
import { noteLead } from '@/report/leadFor'
import { useSession } from '@/session/session'
import { today } from '@/session/today'
import { noteColleagues } from './people'
import { blankVisit, isBlank, missingInVisit, newProblem, visitBody, visitTitle, type VisitForm } from './visitForm'
import type { Visit } from './visits'

/** Recording a visit with what it brought to light. */
export function useVisitNew() {
  const route = useRoute()
  const { query } = route
  const { user } = useSession()
  const queries = useQueryClient()

  function started(): VisitForm {
    const form = blankVisit(today.value, user.value ? [user.value.display_name] : [])
    const enterprise = Number(query.enterprise_id)
    const park = Number(query.park_id)
    if (enterprise && park) form.place.enterprise = { id: enterprise, name: String(query.name ?? ''), park_id: park }
    return form
  }

  const draft = useDraft<VisitForm>({
    kind: 'visit',
    blank: started,
    isBlank,
    title: visitTitle,
    body: visitBody,
    wanted: () => (typeof route.query.draft === 'string' ? route.query.draft : undefined),
    fresh: 'enterprise_id' in query,
  })
  const checked = ref(false)
  const own = computed<Faults>(() => (checked.value ? missingInVisit(draft.form.value, today.value) : {}))
  const faults = computed(() => faultsOf(own.value, draft.fault.value))
  const recorded = computed(() => {
    const outcome = draft.outcome.value
    return outcome && 'delivered' in outcome ? (outcome.delivered as Visit) : null
  })

  async function submit() {
    checked.value = true
    if (Object.keys(own.value).length) return showFirstFault()
    await remember(draft.form.value)
    const answer = await draft.submit()
    if ('refused' in answer) return showFirstFault()
    checked.value = false
    window.scrollTo({ top: 0 })
    for (const queryKey of [['visits'], ['problems'], ['queue'], ['enterprises', 'recent']]) {
      void queries.invalidateQueries({ queryKey })
    }
  }

  function another() {
    checked.value = false
    draft.another()
  }

  const addProblem = () => draft.form.value.problems.push(newProblem())
  const removeProblem = (index: number) => draft.form.value.problems.splice(index, 1)

  return { ...draft, faults, recorded, submit, another, addProblem, removeProblem }
}

async function remember(form: VisitForm) {
  if (form.place.mode === 'enterprise' && form.place.enterprise) await noteEnterprise(form.place.enterprise)
  await noteColleagues(form.participants)
  for (const { category_id, dispatch } of form.problems) {
    if (category_id && dispatch.wanted && dispatch.lead_department_id) await noteLead(category_id, dispatch.lead_department_id)
  }
}
