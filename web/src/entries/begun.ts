import { blankOf, valuesOf, type Values } from './body'
import type { Entry } from './entry'
import type { Field, Ledger } from './ledger'
import { PARTIAL } from './moves'

/** What stands in a move's form at first: the day it is made on, and what the entry knows already. */
export function begunWith(ledger: Ledger, move: string, fields: Field[], entry: Entry, today: string): Values {
  if (PARTIAL.includes(move)) return valuesOf(fields, entry)
  const same = fields.filter((field) => ledger.fields.some((one) => isSame(one, field)))
  const known = valuesOf(same, entry)
  const on = fields.some((field) => field.name === 'on') ? { on: today } : {}
  const one = fields.length === 1 && fields[0]?.kind.type === 'records' ? { [fields[0].name]: [blankOf(fields[0].kind.fields)] } : {}
  return { ...blankOf(fields), ...one, ...known, ...on }
}

/** Whether a field of a body asks for a field of the entry, not only for something of that name. */
function isSame(one: Field, other: Field): boolean {
  return one.name === other.name && one.heading === other.heading && JSON.stringify(one.kind) === JSON.stringify(other.kind)
}
