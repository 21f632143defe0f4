import { atSignOut } from '@/session/session'
import type { Choice } from './mapping'
import type { Missing, Unit } from './kinds'

/** What was uploaded, and what was said about it. */
export interface Sent {
  kind: string
  file: File
  /** Null where the server's own match of the columns holds. */
  mapping: Choice | null
  /** The name of a sheet; null for the first one with a header. */
  sheet: string | null
  missing: Missing[]
  /** The unit of amounts whose headings tell none. */
  unit?: Unit | null
}

/** Files by the import that came of them, so that they needn't be chosen again until the page is left. */
const held = new Map<number, Sent>()
atSignOut(() => held.clear())

export const hold = (id: number, sent: Sent) => void held.set(id, sent)
export const heldOf = (id: number) => held.get(id) ?? null
