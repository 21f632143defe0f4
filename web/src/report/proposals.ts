import { placeIsChosen, type PlaceEnterprise } from '@/place/place'
import { HEADING } from '@/words/words'
import type { Said } from './chat'
import type { ReportForm } from './reportForm'

/** What a message proposes for one field. */
export interface Proposal {
  field: 'title' | 'description' | 'raised_on' | 'place'
  label: string
  text: string
  /** Writes it into the form. */
  write: (form: ReportForm) => void
  /** As the field was before: what 撤销 brings back. */
  before: unknown
  /** What stands in the field once it is written; typed over since, it is the user's own again. */
  after: unknown
  /** `kept`: something else was typed there before, which stays. */
  state: 'written' | 'kept' | 'undone'
}

const valueOf = (form: ReportForm, field: Proposal['field']): unknown => JSON.parse(JSON.stringify(form[field]))
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

function isEmpty(form: ReportForm, field: Proposal['field']): boolean {
  return field === 'place' ? !placeIsChosen(form.place) : !form[field].trim()
}

/** Written at once where the field is empty; over what was typed only when it is asked for. */
export function propose(form: ReportForm, said: Said): Proposal[] {
  const made: Proposal[] = []
  const offer = (field: 'title' | 'description' | 'raised_on', label: string, value: string) => {
    if (!value || form[field].trim() === value) return
    const write = (into: ReportForm) => {
      // A description is gone on with, not replaced.
      into[field] = field === 'description' && into[field].trim() ? `${into[field].trimEnd()}\n${value}` : value
    }
    made.push(begun(form, { field, label, text: value, write }))
  }
  offer('title', HEADING.title, said.title)
  offer('description', '具体情况', said.description)
  offer('raised_on', HEADING.raised_on, said.raised_on)
  return made
}

export function proposeEnterprise(form: ReportForm, enterprise: PlaceEnterprise): Proposal | null {
  if (form.place.mode === 'enterprise' && form.place.enterprise?.id === enterprise.id) return null
  const write = (into: ReportForm) => (into.place = { ...into.place, mode: 'enterprise', enterprise })
  return begun(form, { field: 'place', label: '企业', text: enterprise.name, write })
}

function begun(form: ReportForm, what: Pick<Proposal, 'field' | 'label' | 'text' | 'write'>): Proposal {
  const proposal: Proposal = { ...what, before: valueOf(form, what.field), after: null, state: 'kept' }
  if (isEmpty(form, what.field)) accept(form, proposal)
  return proposal
}

export function accept(form: ReportForm, proposal: Proposal): void {
  proposal.before = valueOf(form, proposal.field)
  proposal.write(form)
  proposal.after = valueOf(form, proposal.field)
  proposal.state = 'written'
}

/** Whether the field still holds what was proposed. */
export const isUndoable = (form: ReportForm, proposal: Proposal) =>
  proposal.state === 'written' && same(valueOf(form, proposal.field), proposal.after)

export function undo(form: ReportForm, proposal: Proposal): void {
  if (!isUndoable(form, proposal)) return
  Object.assign(form, { [proposal.field]: proposal.before })
  proposal.state = 'undone'
}
