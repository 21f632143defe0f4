import type { RouteLocationRaw } from 'vue-router'

/** How a mark is filled; each differs in lightness or pattern too, for paper without colours. */
export type Ink = 'amber' | 'blue' | 'pale' | 'red' | 'grey' | 'green' | 'palegreen'

/** A number that is drawn, and the rows that it opens. */
export interface Mark {
  value: number
  /** What is read aloud and shown under the pointer: `办理中·超期 3件`. */
  label: string
  to: RouteLocationRaw | null
}

export interface Segment extends Mark {
  key: string
  name: string
  ink: Ink
}

/** A day, or days off between two. */
export interface Column extends Mark {
  key: string
  name: string
  /** Beneath the name, smaller. */
  under?: string
  ink: Ink
}

/** Two bars side by side and a point over them. */
export interface Pair {
  key: string
  name: string
  bars: [Mark, Mark]
  point: Mark
}

/** A bar of parts with something at its end. */
export interface Bar {
  key: string
  name: string
  parts: (Mark & { ink: Ink; name: string })[]
  end: { text: string; label: string; to: RouteLocationRaw | null }
}

/** Bars that are compared with each other. */
export interface BarGroup {
  title: string | null
  bars: Bar[]
}

/** The same as a table. */
export interface Cell {
  text: string
  label?: string
  to?: RouteLocationRaw | null
}
export interface ChartRow {
  key: string
  name: string
  cells: Cell[]
}
export interface ChartTableData {
  head: string[]
  rows: ChartRow[]
}

/** A mark as a cell of the table. */
export const cellOf = (mark: Mark): Cell => ({ text: String(mark.value), label: mark.label, to: mark.value > 0 ? mark.to : null })
