import type { Faults } from '@/parts/faults'
import type { Field } from './ledger'
import { integerOf, muOf, wanOf, yuanOf } from './money'

/** What stands in a form: texts as they were typed, so that nothing of them is lost, and what was chosen. */
export type Values = Record<string, unknown>

const EMPTY = '请填写此项'

/** A form before anybody wrote in it. */
export function blankOf(fields: Field[]): Values {
  return Object.fromEntries(fields.map((field) => [field.name, blank(field)]))
}

function blank({ kind, initial }: Field): unknown {
  if (initial !== undefined) return initial
  switch (kind.type) {
    case 'group':
      return blankOf(kind.fields)
    case 'records':
    case 'departments':
    case 'entries':
      return []
    case 'word':
    case 'flag':
    case 'enterprise':
    case 'department':
    case 'park':
    case 'entry':
      return null
    default:
      return ''
  }
}

/** What the API tells of an entry, as it stands in a form. */
export function valuesOf(fields: Field[], told: Values): Values {
  return Object.fromEntries(fields.map((field) => [field.name, valueOf(field, told[field.name])]))
}

function valueOf(field: Field, told: unknown): unknown {
  const { kind } = field
  if (told == null) return blank(field)
  if (kind.type === 'group') return valuesOf(kind.fields, told as Values)
  if (kind.type === 'records') return (told as Values[]).map((one) => valuesOf(kind.fields, one))
  if (kind.type === 'yuan') return wanOf(told as number)
  if (kind.type === 'integer') return String(told)
  return told
}

/** What is sent, and by pointers what is wrong with it; nothing stands there as null. */
export function bodyOf(fields: Field[], values: Values, at = ''): { body: Values; faults: Faults } {
  const faults: Faults = {}
  const body: Values = {}
  for (const field of fields) {
    const pointer = `${at}/${field.name}`
    const value = sent(field, values[field.name], pointer, faults)
    if (value === null && field.required && !faults[pointer]) faults[pointer] = EMPTY
    body[field.name] = value
  }
  return { body, faults }
}

function sent(field: Field, value: unknown, pointer: string, faults: Faults): unknown {
  const { kind } = field
  switch (kind.type) {
    case 'group':
      return group(field, kind.fields, (value as Values | null) ?? {}, pointer, faults)
    case 'records': {
      const rows = (value as Values[] | null) ?? []
      const all = rows.map((row, index) => record(kind.fields, row, `${pointer}/${index}`, faults))
      return all.length || !field.required ? all : null
    }
    case 'departments':
    case 'entries':
      return (value as number[] | null) ?? []
    case 'yuan':
      return number(String(value ?? ''), (text) => yuanOf(text, kind.signed), '应为金额，最多四位小数', pointer, faults)
    case 'mu':
      return number(String(value ?? ''), muOf, '应为亩数，最多两位小数', pointer, faults)
    case 'integer':
      return number(String(value ?? ''), (text) => integerOf(text, kind), whole(kind), pointer, faults)
    case 'line':
    case 'text':
      return String(value ?? '').trim() || null
    default:
      return value === '' ? null : (value ?? null)
  }
}

const MANY = 1_000_000_000_000
const whole = ({ least, most }: { least: number; most: number }) =>
  most > MANY ? '应为整数' : `应为${least}至${most}的整数`

function number<T>(text: string, read: (text: string) => T | null, wrong: string, pointer: string, faults: Faults): T | null {
  if (!text.trim()) return null
  const value = read(text)
  if (value === null) faults[pointer] = wrong
  return value
}

/** A group that is asked for by nobody and that nobody wrote in is none. */
function group(field: Field, fields: Field[], values: Values, pointer: string, faults: Faults): Values | null {
  const told = bodyOf(fields, values, pointer)
  const mistyped = Object.values(told.faults).some((fault) => fault !== EMPTY)
  if (!field.required && !mistyped && Object.keys(given(told.body)).length === 0) return null
  Object.assign(faults, told.faults)
  return given(told.body)
}

function record(fields: Field[], values: Values, pointer: string, faults: Faults): Values {
  const told = bodyOf(fields, values, pointer)
  Object.assign(faults, told.faults)
  return given(told.body)
}

/** Without what wasn't said. */
export function given(body: Values): Values {
  const said = Object.entries(body).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
  return Object.fromEntries(said)
}

/** Of a correction what differs from before; what was cleared is null. */
export function changed(fields: Field[], before: Values, values: Values): Values {
  const was = bodyOf(fields, before).body
  const is = Object.entries(bodyOf(fields, values).body)
  return Object.fromEntries(is.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(was[name])))
}
