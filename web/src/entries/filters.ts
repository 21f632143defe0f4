import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { useNames } from '@/directory/names'
import type { Field as FilterField } from '@/ledger/fields'
import type { Role } from '@/session/session'
import { isRegister, type Field, type Ledger } from './ledger'

/** As they stand in the address: texts. The server says what is wrong with one. */
export interface Filters {
  status: string[]
  texts: Record<string, string>
}

const FORM = ['q', 'park_id', 'department_id', 'enterprise_id', 'light', 'overdue', 'waiting', 'mine', 'listed_from', 'listed_to']
/** They mean nothing without `count_of`, and are refused. */
const COUNTING = ['from', 'to', 'as_of']

/** What the ledger's list is narrowed by: what holds today without a move, words, and what is so or not. */
export const narrowing = (ledger: Ledger): Field[] => [
  ...(ledger.facts ?? []),
  ...ledger.fields.filter((field) => field.filtered && ['word', 'flag'].includes(field.kind.type)),
]

function names(ledger: Ledger): string[] {
  return [...FORM, ...narrowing(ledger).map((field) => field.name), ...COUNTING, 'count_of', 'sort']
}

export function readFilters(ledger: Ledger, query: LocationQuery): Filters {
  const told = names(ledger).flatMap((name) => {
    const value = texts(query[name])[0]
    return value ? [[name, value] as const] : []
  })
  return { status: texts(query.status), texts: Object.fromEntries(told) }
}

function texts(value: LocationQuery[string] | undefined): string[] {
  return (Array.isArray(value) ? value : [value]).filter((text): text is string => !!text)
}

/** For the address; what isn't set is left out. */
export function writeFilters({ status, texts }: Filters): LocationQueryRaw {
  const set = Object.entries(texts).filter(([, value]) => value)
  return { ...Object.fromEntries(set), ...(status.length ? { status } : {}) }
}

/** For the API. */
export function askFor(filters: Filters): Record<string, string | string[]> {
  const query = writeFilters(filters) as Record<string, string | string[]>
  if (!filters.texts.count_of) for (const name of COUNTING) delete query[name]
  return query
}

/** What the statistics can be asked of it, too: units and words, each once. */
export function askForNumbers(ledger: Ledger, { texts }: Filters): Record<string, string> {
  const words = ledger.fields.filter((field) => field.counted && field.kind.type === 'word').map((field) => field.name)
  const names = ['park_id', 'department_id', 'enterprise_id', ...words]
  return Object.fromEntries(names.filter((name) => texts[name]).map((name) => [name, texts[name] ?? '']))
}

export function activeCount(ledger: Ledger, { status, texts }: Filters): number {
  const set = [...FORM, ...narrowing(ledger).map((field) => field.name)].filter((name) => texts[name])
  return set.length + (status.length ? 1 : 0)
}

/** A field of the form by its name; the form of the problems draws it, and looks at its kind alone. */
export interface Filter {
  name: string
  field: FilterField
}

const filter = (name: string, field: object): Filter => ({ name, field: { name, ...field } as FilterField })
const named = (rows: { id: number; name: string }[]) => rows.map((row) => ({ value: String(row.id), label: row.name }))
const LIGHTS = [
  { value: 'green', label: '正常' },
  { value: 'yellow', label: '预警（临期、偏慢）' },
  { value: 'red', label: '红灯（逾期、滞后）' },
]

type Names = Pick<ReturnType<typeof useNames>, 'parks' | 'departments'>

/** What is asked for most: by whose turn it is where somebody has a turn. */
export function mainFilters(ledger: Ledger, units: Names, role: Role | null): Filter[] {
  const statuses = ledger.statuses.map((one) => ({ value: one.code, label: one.zh }))
  const q = filter('q', { label: '名称、编号', kind: 'text', hint: '其中任意几个字' })
  const status = filter('status', { label: '状态', kind: 'many', options: statuses })
  if (isRegister(ledger)) return [q, status]
  return [
    q,
    ...(role === 'park_staff' ? [] : [filter('park_id', { label: '园区', kind: 'select', options: named(units.parks.value) })]),
    // A department is told of no other's numbers; 只看我的 shows its own.
    ...(role === 'department_staff' ? [] : [filter('department_id', { label: '责任单位', kind: 'select', options: named(units.departments.value) })]),
    status,
    filter('light', { label: '亮灯', kind: 'select', options: LIGHTS }),
    ...(role === 'park_staff' || role === 'department_staff' ? [filter('waiting', { label: '只看待我办理', kind: 'flag' })] : []),
  ]
}

/** Behind a button: the ledger's own words first. Enterprises are for those who may read them. */
export function moreFilters(ledger: Ledger, withEnterprise: boolean): Filter[] {
  const own = narrowing(ledger)
  const words = own.flatMap(({ name, heading, kind }) =>
    kind.type === 'word' ? [filter(name, { label: heading, kind: 'select', options: kind.words.map((one) => ({ value: one.key, label: one.zh })) })] : [],
  )
  const flags = own.filter(({ kind }) => kind.type === 'flag').map(({ name, heading }) => filter(name, { label: `只看${heading}`, kind: 'flag' }))
  if (isRegister(ledger)) return [...words, ...flags]
  return [
    ...words,
    ...(withEnterprise ? [filter('enterprise_id', { label: '企业', kind: 'enterprise' })] : []),
    filter('listed_from', { label: '登记日期 从', kind: 'day' }),
    filter('listed_to', { label: '登记日期 至', kind: 'day' }),
    ...flags,
    filter('overdue', { label: '只看节点逾期', kind: 'flag' }),
    filter('mine', { label: '只看我的', kind: 'flag' }),
  ]
}
