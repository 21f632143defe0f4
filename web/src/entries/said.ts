import type { Field, Kind } from './ledger'
import type { Values } from './body'
import { wanText } from './money'

/** What has to be looked up by an id. */
export interface Names {
  park: (id: number) => string
  department: (id: number) => string
}

/** What something is called beside its value; the unit stands there once. */
export function labelOf({ heading, kind }: Pick<Field, 'heading' | 'kind'>): string {
  if (kind.type === 'yuan' && !heading.includes('元')) return `${heading}(万元)`
  if (kind.type === 'mu' && !heading.includes('亩')) return `${heading}(亩)`
  return heading
}

/** A value in words; empty where there is none, and where only a program could read it. */
export function said(kind: Kind, value: unknown, names: Names): string {
  if (value == null || value === '') return ''
  switch (kind.type) {
    case 'word':
      return kind.words.find((one) => one.key === value)?.zh ?? ''
    case 'yuan':
      return wanText(value as number)
    case 'flag':
      return value ? '是' : '否'
    case 'park':
      return names.park(Number(value))
    case 'department':
      return names.department(Number(value))
    case 'departments':
      return (value as number[]).map(names.department).join('、')
    case 'group':
      return ofGroup(kind.fields, value as Values, names)
    case 'records':
      return (value as Values[]).map((one) => inOne(kind.fields, one, names)).join('；')
    case 'entries':
      return `${(value as number[]).length}项`
    case 'enterprise':
    case 'entry':
      return ''
    default:
      return String(value)
  }
}

/** A record in one line: what it is called, which is the first thing that can be said of it, then the rest with its headings. */
export function inOne(fields: Field[], values: Values, names: Names): string {
  const told = fields.filter((field) => said(field.kind, values[field.name], names))
  const [first, ...rest] = told
  const name = first ? said(first.kind, values[first.name], names) : ''
  return [name, parts(rest, values, names).join('，')].filter(Boolean).join('：')
}

/** Everything of a group with its headings, and where it is one thing alone, that. */
function ofGroup(fields: Field[], values: Values, names: Names): string {
  const told = fields.filter((field) => shownIn(field, values))
  if (told.length === 1 && told[0]) return said(told[0].kind, values[told[0].name], names)
  return parts(told, values, names).join('，')
}

function parts(fields: Field[], values: Values, names: Names): string[] {
  return fields.filter((field) => shownIn(field, values)).map((field) => withHeading(field, said(field.kind, values[field.name], names)))
}

function withHeading({ heading, kind }: Field, text: string): string {
  if (kind.type === 'flag') return text === '是' ? heading : `不${heading}`
  const plain = heading.replace(/[(（](万元|亩|%)[)）]$/, '')
  return `${plain}${text}${kind.type === 'yuan' ? '万元' : ''}`
}

/** An id of an account says nothing to people. */
const shownIn = (field: Field, values: Values) => values[field.name] != null && field.name !== 'user_id'
