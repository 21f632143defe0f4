import type { Entry } from './entry'
import { classOf, type Field, isWork, type Ledger, moveOf } from './ledger'

/** Moves that have their place beside what they are about: the plan, the months, the links. */
const IN_PLACE = ['plan_milestones', 'complete_milestone', 'move_milestone', 'report_month', 'link', 'unlink', 'record_attendance']
/** Those that every ledger has, in the order in which they are offered behind its own. */
const SHARED = ['progress', 'supervise', 'assign', 'edit', 'comment', 'exclude', 'reinstate']

/** What is left out of them stays, so that a form of theirs sends what was changed. */
export const PARTIAL = ['edit', 'assign']
/** Hard to take back: what leads out of the ledger. */
export const isGrave = (ledger: Ledger, move: string): boolean =>
  !!moveOf(ledger, move)?.to.some((status) => classOf(ledger, status) === 'excluded')

/** The moves of the bar: what leads on first, then the ledger's own, then those of every ledger. */
export function offered(ledger: Ledger, entry: Entry): string[] {
  const may = entry.allowed_actions.filter((name) => !IN_PLACE.includes(name))
  const own = may.filter((name) => !SHARED.includes(name))
  const main = mainMove(ledger, entry)
  const shared = SHARED.filter((name) => may.includes(name))
  return [...own.filter((name) => name === main), ...own.filter((name) => name !== main), ...shared]
}

/**
 * The move that leads on: where somebody can settle it that one, and no way back to another open state; never one out of
 * the ledger.
 */
export function mainMove(ledger: Ledger, entry: Entry): string | undefined {
  const here = ledger.moves.filter((one) => one.from.includes(entry.status) && !SHARED.includes(one.name))
  const to = (kind: 'open' | 'settled') => here.filter((one) => one.to.some((status) => status !== entry.status && classOf(ledger, status) === kind))
  const leads = to('settled').length ? to('settled') : to('open')
  return leads.find((one) => entry.allowed_actions.includes(one.name))?.name
}

/** Who answers for an entry: filing one takes these, too. An account can't be looked up here, a name can be written. */
export function ownersOf(ledger: Ledger): Field[] {
  return (moveOf(ledger, 'assign')?.body ?? []).map((field) =>
    field.kind.type === 'group'
      ? { ...field, kind: { ...field.kind, fields: field.kind.fields.filter((one) => one.name !== 'user_id') } }
      : field,
  )
}

const ENTERPRISE: Field = { name: 'enterprise_id', heading: '企业', kind: { type: 'enterprise' } }
/** Entries that are called as their enterprise are about it for good. */
const isOfEnterprise = (ledger: Ledger) => ledger.title === 'enterprise_name'
const PARK: Field = { name: 'park_id', heading: '园区', kind: { type: 'park' } }
/** An enterprise brings its own. */
const ASKED_PARK: Field = { ...PARK, heading: '园区（已选企业的可不选）' }

/** Who is asked what of an entry: the place is known of who has a park, enterprises are told to no department. */
export interface Asker {
  park_id?: number | null
  department_id?: number | null
}

/** The fields of the form that lists an entry. */
export function newFields(ledger: Ledger, { park_id, department_id }: Asker): Field[] {
  const first = ledger.moves.find((one) => one.from.length === 0)?.body ?? []
  const owners = ownersOf(ledger).filter((field) => !(department_id && field.name === 'department_id'))
  const about = isOfEnterprise(ledger) ? [{ ...ENTERPRISE, required: true }] : []
  // Where a row of an entry is, and what tells of a problem, follows from that.
  const isPlaced = !isWork(ledger) || first.some((field) => field.name === 'problem_id')
  const place = park_id || isPlaced ? [] : [department_id ? { ...PARK, required: !ledger.without_park } : ASKED_PARK]
  const own = editFields(ledger, { department_id }).filter((field) => !(isPlaced && field === ENTERPRISE))
  const all = [...about, ...place, ...own, ...owners]
  const more = first.filter((field) => !all.some((one) => one.name === field.name) && !(department_id && field.kind.type === 'enterprise'))
  return [...all, ...more]
}

/** The fields that a correction takes. */
export function editFields(ledger: Ledger, { department_id }: Asker): Field[] {
  return [...(department_id || !isWork(ledger) || isOfEnterprise(ledger) ? [] : [ENTERPRISE]), ...ledger.fields.filter((field) => !field.by_moves)]
}

/** All that filing and correcting take, whoever does it. */
export const firstFields = (ledger: Ledger): Field[] => newFields(ledger, {}).map((field) => (field === ASKED_PARK ? PARK : field))

/** The fields of a move's form. */
export function fieldsOf(ledger: Ledger, name: string, asker: Asker): Field[] {
  if (name === 'edit') return editFields(ledger, asker)
  if (name === 'assign') return ownersOf(ledger)
  return moveOf(ledger, name)?.body ?? []
}
