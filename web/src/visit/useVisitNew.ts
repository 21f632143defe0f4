import { useRoute } from 'vue-router'
import { useFiling } from '@/draft/useFiling'
import { noteEnterprise } from '@/enterprise/enterprises'
import { placeFrom } from '@/place/place'
import { noteLead } from '@/report/leadFor'
import { projectFrom } from '@/report/reportForm'
import { useSession } from '@/session/session'
import { today } from '@/session/today'
import { noteColleagues } from './people'
import { blankVisit, isBlank, missingInVisit, newProblem, visitBody, visitTitle, type VisitForm } from './visitForm'
import type { Visit } from './visits'

/** Recording a visit with what it brought to light. */
export function useVisitNew() {
  const { query } = useRoute()
  const { user } = useSession()

  function started(): VisitForm {
    const form = blankVisit(today.value, user.value ? [user.value.display_name] : [])
    return { ...form, place: placeFrom(query) ?? form.place, project: projectFrom(query) }
  }

  const filing = useFiling<VisitForm, Visit>({
    kind: 'visit',
    blank: started,
    isBlank,
    title: visitTitle,
    body: visitBody,
    missing: (form) => missingInVisit(form, today.value),
    remember,
    fresh: ['enterprise_id', 'project_id'].some((name) => name in query),
  })
  const addProblem = () => filing.form.value.problems.push(newProblem())
  const removeProblem = (index: number) => filing.form.value.problems.splice(index, 1)
  return { ...filing, addProblem, removeProblem }
}

async function remember(form: VisitForm) {
  if (form.place.mode === 'enterprise' && form.place.enterprise) await noteEnterprise(form.place.enterprise)
  await noteColleagues(form.participants)
  for (const { category_id, dispatch } of form.problems) {
    if (category_id && dispatch.wanted && dispatch.lead_department_id) await noteLead(category_id, dispatch.lead_department_id)
  }
}
