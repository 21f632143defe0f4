import type { Schemas } from '@/api/client'
import { sorted, type CountName, type Grouping, type Row } from './figures'

/** Rows that are compared with each other. */
export interface Group {
  title: string | null
  rows: Row[]
}

/**
 * The table's rows in the order they are shown. Departments stand among their peers, those without
 * anything due apart, so that nobody is measured against what is not comparable.
 */
export function grouped(
  rows: Row[],
  grouping: Grouping,
  departments: Schemas['DepartmentOut'][],
  by: CountName,
  ofPeriod: boolean,
): Group[] {
  const value = (row: Row) => (ofPeriod ? row.period : row)[by]
  if (grouping !== 'department') return [{ title: null, rows: sorted(rows, value) }]
  const peers = new Map(departments.map((one) => [one.id, one.peer_group ?? null]))
  const groups = new Map<string, Row[]>()
  const add = (title: string, row: Row) => groups.set(title, [...(groups.get(title) ?? []), row])
  const apart: [string, Row][] = []
  for (const row of rows) {
    const id = row.key.department_id
    if (id == null) apart.push(['没有承办单位（未派单、现场办结）', row])
    else if (row.period.due === 0 && !row.overdue) apart.push(['本期无应办结事项', row])
    else add(peers.get(id) ?? '未分组', row)
  }
  for (const [title, row] of apart.sort((a, b) => a[0].localeCompare(b[0], 'zh'))) add(title, row)
  return [...groups].map(([title, members]) => ({ title, rows: sorted(members, value) }))
}
