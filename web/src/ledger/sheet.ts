import { HEADING, type Heading } from '@/words/words'

export type SheetKey = Heading

/** The columns of the ledger as a file, in their order. */
export const SHEET = (Object.keys(HEADING) as SheetKey[]).map((key) => ({ key, title: HEADING[key] }))

/** What fits on a page of paper. */
export const PAPER: SheetKey[] = [
  'number',
  'enterprise',
  'title',
  'lead',
  'handler',
  'raised_on',
  'due_on',
  'outcome',
  'resolution',
  'status',
  'light',
  'note',
]

export interface Wanted {
  format: 'xlsx' | 'csv'
  columns: SheetKey[]
}

const KEYS = SHEET.map((column) => column.key)

/** What was wanted the last time on this device; at first everything, as Excel. */
export function readWanted(kept: unknown): Wanted {
  const { format, columns } = (kept ?? {}) as Partial<Wanted>
  return {
    format: format === 'csv' ? 'csv' : 'xlsx',
    columns: Array.isArray(columns) ? KEYS.filter((key) => columns.includes(key)) : KEYS,
  }
}

/** For the API, which gives all columns where none are named. */
export function columnsParameter(columns: SheetKey[]): string | undefined {
  return columns.length === KEYS.length ? undefined : KEYS.filter((key) => columns.includes(key)).join(',')
}
