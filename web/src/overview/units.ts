import type { Schemas } from '@/api/client'
import type { Bar, BarGroup } from '@/chart/chart'
import { behind, groupQuery, percent, type Days, type Row } from '@/statistics/figures'
import { grouped } from '@/statistics/groups'

/** What each unit has in hand, among its peers; those without anything are named alone. */
export function units(rows: Row[], departments: Schemas['DepartmentOut'][], days: Days) {
  // The most late first, then the most in hand; amounts may be put in order, rates may not.
  const busy = rows.filter((row) => row.outstanding > 0).sort((a, b) => b.outstanding - a.outstanding)
  const groups: BarGroup[] = grouped(busy, 'department', departments, 'overdue', false).map((group) => ({
    title: group.title,
    bars: group.rows.map((row) => bar(row, days)),
  }))
  const idle = rows.filter((row) => row.outstanding === 0 && row.key.department_id != null).map((row) => row.key.name)
  return { groups, idle, most: Math.max(0, ...rows.map((row) => row.outstanding)) }
}

function bar(row: Row, days: Days): Bar {
  const { name } = row.key
  const group = groupQuery('department', row)
  const waiting = row.outstanding - row.overdue
  const rate = row.rates.resolve
  return {
    key: String(row.key.department_id),
    name,
    parts: [
      { name: '超期', value: row.overdue, ink: 'red', label: `${name}超期 ${row.overdue}件`, to: behind('overdue', days, false, group) },
      {
        name: '未超期',
        value: waiting,
        ink: 'pale',
        label: `${name}未超期 ${waiting}件`,
        to: { path: '/problems', query: { count_of: 'outstanding', overdue: 'false', ...group } },
      },
    ],
    end: {
      text: percent(rate),
      label: `${name}办结率 ${percent(rate)}，办结 ${rate.numerator}件，收集 ${rate.denominator}件`,
      to: rate.numerator ? behind('resolved', days, false, group) : null,
    },
  }
}

/** The units that have the most late cases, for the sentence. */
export function worst(rows: Row[], amount: number): Row[] {
  return rows
    .filter((row) => row.overdue > 0 && row.key.department_id != null)
    .sort((a, b) => b.overdue - a.overdue)
    .slice(0, amount)
}
