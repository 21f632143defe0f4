import type { useNames } from '@/directory/names'
import { HEADING, LEVEL, LIGHT, LIMIT, options, OUTCOME, SEVERITY, SOURCE, STATUS } from '@/words/words'
import type { FormName } from './filters'

export interface Option {
  value: string
  label: string
}

export type Field =
  | { name: Exclude<FormName, 'enterprise_id'>; label: string; kind: 'text' | 'day' | 'flag'; hint?: string }
  | { name: Exclude<FormName, 'enterprise_id'>; label: string; kind: 'select'; options: Option[] }
  | { name: 'status'; label: string; kind: 'many'; options: Option[] }
  | { name: 'enterprise_id'; label: string; kind: 'enterprise' }

type Names = ReturnType<typeof useNames>

const named = (rows: { id: number; name: string }[]): Option[] =>
  rows.map((row) => ({ value: String(row.id), label: row.name }))

/** What is asked for most. */
export function mainFields(names: Names): Field[] {
  return [
    { name: 'q', label: '标题、编号、企业', kind: 'text', hint: '其中任意几个字，如 021、用电' },
    { name: 'park_id', label: HEADING.park, kind: 'select', options: named(names.parks.value) },
    { name: 'department_id', label: '承办单位', kind: 'select', options: named(names.departments.value) },
    { name: 'status', label: HEADING.status, kind: 'many', options: options(STATUS) },
  ]
}

/** Behind a button. Enterprises are for those who may read them. */
export function moreFields(names: Names, withEnterprise: boolean): Field[] {
  return [
    { name: 'title', label: '标题包含', kind: 'text' },
    { name: 'number', label: '完整编号', kind: 'text', hint: '如 SH-2021-016' },
    { name: 'category_id', label: HEADING.category, kind: 'select', options: named(names.categories.value) },
    ...(withEnterprise ? [{ name: 'enterprise_id', label: '企业', kind: 'enterprise' } as const] : []),
    { name: 'outcome', label: HEADING.outcome, kind: 'select', options: options(OUTCOME) },
    { name: 'severity', label: HEADING.severity, kind: 'select', options: options(SEVERITY) },
    { name: 'level', label: HEADING.level, kind: 'select', options: options(LEVEL) },
    { name: 'source', label: HEADING.source, kind: 'select', options: options(SOURCE) },
    { name: 'light', label: '时限状态', kind: 'select', options: options({ ...LIGHT, red: '逾期' }) },
    { name: 'reported_from', label: '上报日期 从', kind: 'day' },
    { name: 'reported_to', label: '上报日期 至', kind: 'day' },
    { name: 'due_from', label: `${LIMIT.solve} 从`, kind: 'day' },
    { name: 'due_to', label: `${LIMIT.solve} 至`, kind: 'day' },
    { name: 'overdue', label: '只看超期未办结', kind: 'flag' },
    { name: 'confidential', label: '只看保密', kind: 'flag' },
    { name: 'supervised', label: '只看督办、批示', kind: 'flag' },
    { name: 'mine', label: '只看我的', kind: 'flag' },
  ]
}
