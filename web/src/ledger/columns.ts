import type { useNames } from '@/directory/names'
import { leadOf, placeOf, type Problem } from '@/problem/problem'
import { day } from '@/words/time'
import { HEADING, LEVEL, OUTCOME, SATISFACTION, SEVERITY, SOURCE, word } from '@/words/words'
import type { ListQuery } from './filters'

type Names = ReturnType<typeof useNames>
type Sort = NonNullable<ListQuery['sort']>

export interface Column {
  name: string
  title: string
  /** Shown until somebody chooses otherwise. */
  usual: boolean
  sort?: Sort
  /** Absent where the table has a picture for it. */
  text?: (problem: Problem, names: Names, today: string) => string
  narrow?: boolean
}

export const COLUMNS: Column[] = [
  { name: 'number', title: HEADING.number, usual: true, narrow: true, text: (one) => one.number },
  { name: 'title', title: '问题', usual: true },
  { name: 'place', title: '企业或项目', usual: true, text: placeOf },
  { name: 'park', title: HEADING.park, usual: true, text: (one, names) => names.park(one.park_id) },
  { name: 'category', title: HEADING.category, usual: false, text: (one, names) => names.category(one.category_id) },
  { name: 'department', title: HEADING.lead, usual: true, text: (one, names) => names.department(leadOf(one)?.department_id) },
  { name: 'handler', title: HEADING.handler, usual: false, text: (one) => leadOf(one)?.handler ?? '—' },
  { name: 'status', title: HEADING.status, usual: true, narrow: true },
  { name: 'outcome', title: HEADING.outcome, usual: false, narrow: true, text: (one) => word(OUTCOME, one.outcome) },
  { name: 'due', title: '时限', usual: true, sort: 'due_on' },
  { name: 'severity', title: HEADING.severity, usual: false, narrow: true, text: (one) => word(SEVERITY, one.severity) },
  { name: 'level', title: HEADING.level, usual: false, narrow: true, text: (one) => word(LEVEL, one.level) },
  { name: 'source', title: HEADING.source, usual: false, narrow: true, text: (one) => word(SOURCE, one.source) },
  { name: 'satisfaction', title: HEADING.satisfaction, usual: false, narrow: true, text: (one) => word(SATISFACTION, one.satisfaction) },
  {
    name: 'reported',
    title: '上报日期',
    usual: true,
    narrow: true,
    sort: '-reported_at',
    text: (one, _names, today) => day(one.reported_at, today),
  },
  {
    name: 'updated',
    title: '更新日期',
    usual: false,
    narrow: true,
    sort: '-updated_at',
    text: (one, _names, today) => day(one.updated_at, today),
  },
]

/** Without these a row can't be told from another. */
const ALWAYS = ['number', 'title']

export const CHOOSABLE = COLUMNS.filter((column) => !ALWAYS.includes(column.name))
export const USUAL = CHOOSABLE.filter((column) => column.usual).map((column) => column.name)

export const SORTS: { value: Sort; label: string }[] = [
  { value: '-reported_at', label: '最新上报在前' },
  { value: 'due_on', label: '先到期在前' },
  { value: '-updated_at', label: '最近更新在前' },
  { value: 'raised_on', label: '先提出在前' },
]

export function readColumns(kept: unknown): string[] {
  if (!Array.isArray(kept)) return USUAL
  return CHOOSABLE.map((column) => column.name).filter((name) => kept.includes(name))
}

export function columnsOf(chosen: string[]): Column[] {
  return COLUMNS.filter((column) => ALWAYS.includes(column.name) || chosen.includes(column.name))
}
