import type { Mark } from '@/chart/chart'
import { behind, groupQuery, sorted, type Days, type Row } from '@/statistics/figures'

/** What each park has open, by category. */
export interface Asked {
  park: Row
  categories: Row[]
}

export interface Heat {
  columns: { key: string; name: string }[]
  rows: { key: string; name: string; cells: Mark[] }[]
  most: number
}

/** As many as have room side by side; each is a question of its own to the server. */
export const PARKS = 6
const CATEGORIES = 8

/** The parks with the most open cases, the most first. */
export function parksOf(rows: Row[]): Row[] {
  return sorted(rows, (row) => row.outstanding)
    .filter((row) => row.outstanding > 0 && row.key.park_id != null)
    .slice(0, PARKS)
}

export function heat(asked: Asked[], days: Days): Heat {
  const sums = new Map<string, { row: Row; sum: number }>()
  const keyOf = (row: Row) => String(row.key.category_id)
  for (const { categories } of asked) {
    for (const row of categories) {
      const sum = (sums.get(keyOf(row))?.sum ?? 0) + row.outstanding
      sums.set(keyOf(row), { row, sum })
    }
  }
  const shown = [...sums.values()]
    .filter((one) => one.sum > 0)
    .sort((a, b) => b.sum - a.sum)
    .slice(0, CATEGORIES)
  const rows = shown.map(({ row }) => ({
    key: keyOf(row),
    name: row.key.name,
    cells: asked.map(({ park, categories }) => {
      const value = categories.find((one) => keyOf(one) === keyOf(row))?.outstanding ?? 0
      const group = { ...groupQuery('park', park), ...groupQuery('category', row) }
      return { value, label: `${park.key.name}${row.key.name}未办结 ${value}件`, to: behind('outstanding', days, false, group) }
    }),
  }))
  return {
    columns: asked.map(({ park }) => ({ key: String(park.key.park_id), name: park.key.name })),
    rows,
    most: Math.max(0, ...rows.flatMap((row) => row.cells.map((cell) => cell.value))),
  }
}
