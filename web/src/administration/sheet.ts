import type { Kept, Room } from './record'

/** A column of a table of rows; the first one names the row. */
export interface Column<Row> {
  label: string
  text: (row: Row) => string
  /** What stands out in place of an empty text. */
  lacking?: string
  /** May break anywhere, as addresses do. */
  breaks?: boolean
}

type Choice = { value: string | number; label: string }

/** A field of a form, as an input. What `all` and `row` say: the rows of the table, and the one that is changed. */
export interface Field<Row, Form> {
  name: keyof Form & string
  kind: 'text' | 'capitals' | 'lines' | 'radio' | 'select' | 'suggest'
  required?: boolean
  placeholder?: string
  max?: number
  /** Beside the label. */
  aside?: string
  hint?: (all: Row[], row: Row | null) => string
  options?: (all: Row[], row: Row | null) => Choice[]
  /** An empty choice is one. */
  clearable?: boolean
  disabled?: (all: Row[], row: Row | null) => boolean
}

/** A table of rows with the dialog that adds and changes them. */
export interface Sheet<Row extends Kept & { name: string }, Form extends object> extends Room<Row, Form> {
  columns: Column<Row>[]
  fields: Field<Row, Form>[]
  emptyText: string
  /** What 停用 means for this kind. */
  consequence: string
  /** In the order of the table; the second level stands indented. */
  arranged?: (rows: Row[]) => Row[]
  isSecond?: (row: Row) => boolean
}
