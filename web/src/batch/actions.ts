import type { Schemas } from '@/api/client'
import { FORMS, type Action, type Form, type Values } from '@/problem/forms'
import type { Problem } from '@/problem/problem'
import { BOUND, HEADING } from '@/words/words'

/** What can be done for many at once. */
export interface BatchAction {
  action: 'dispatch' | 'accept' | 'supervise' | 'follow_up'
  /** What its button says. */
  label: string
  form: Form
  /** What is said of each of them. */
  body: (values: Values) => Values
}

const only = (form: Form, names: string[]) => form.fields.filter((field) => names.includes(field.name))
const plain = (values: Values) => values

const ACTIONS: BatchAction[] = [
  {
    action: 'dispatch',
    label: '派单',
    // Where and when to meet is each case's own.
    form: { fields: only(FORMS.dispatch, ['lead_department_id', 'supporting_department_ids', 'due_on', 'note']) },
    body: plain,
  },
  {
    action: 'accept',
    label: '签收',
    form: {
      fields: [
        { name: 'handler', label: HEADING.handler, kind: 'line', max: BOUND.line, hint: '填写后一并指定' },
        ...only(FORMS.accept, ['note']),
      ],
    },
    body: ({ note }) => ({ note }),
  },
  { action: 'supervise', label: '督办', form: FORMS.supervise, body: plain },
  {
    action: 'follow_up',
    label: '回访未联系上',
    form: { fields: only(FORMS.follow_up, ['channel', 'note']), initial: () => ({ channel: 'phone' }) },
    body: ({ channel, note }) => ({ reached: false, channel, note }),
  },
]

/** What each of these rows may have done to it, by the server's word; what would be recorded for a department isn't. */
export function offered(rows: Pick<Problem, 'allowed_actions'>[], role: Schemas['Role'] | null): BatchAction[] {
  if (!rows.length) return []
  const all = ACTIONS.filter(({ action }) => rows.every((row) => row.allowed_actions.includes(action as Action)))
  return all.filter(({ action }) => action !== 'accept' || role === 'department_staff')
}
