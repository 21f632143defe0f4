import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { ANYWAY } from '@/api/asking'
import { useSession, type Role } from '@/session/session'
import { read } from './door'

/** What a field holds, with its bounds. */
export type Kind =
  | { type: 'word'; words: { key: string; zh: string }[] }
  | { type: 'line' | 'text'; most: number }
  | { type: 'day' | 'mu' | 'flag' | 'enterprise' | 'department' | 'park' }
  | { type: 'entry'; ledger: string }
  | { type: 'yuan'; signed?: boolean }
  | { type: 'integer'; least: number; most: number }
  | { type: 'departments'; most: number }
  | { type: 'entries'; ledger: string; most: number }
  | { type: 'records'; fields: Field[]; most: number }
  | { type: 'group'; fields: Field[] }

export interface Field {
  name: string
  heading: string
  kind: Kind
  required?: boolean
  /** Lists can be narrowed by it. */
  filtered?: boolean
  /** What it was on each day is kept, so that statistics can be asked of it. */
  counted?: boolean
  /** Neither filing nor correcting takes it. */
  by_moves?: boolean
  /** About persons: masked for who doesn't hold the entry, and never in files. */
  personal?: boolean
  /** What stands in a form at first; forms of the page alone have such. */
  initial?: string
}

export type StateClass = 'open' | 'settled' | 'excluded'

export interface MoveOf {
  name: string
  zh: string
  /** The states it starts from; none for what lists an entry. */
  from: string[]
  body: Field[]
  /** Whether this person's role may ever make it. */
  may: boolean
  /** The states it may lead to; none where the state stays, or is that of before. */
  to: string[]
  /** What it puts another of in its place: the last part of its address. */
  puts?: string | null
}

/** A ledger as `GET /ledgers` describes it: all that its pages are drawn from. */
export interface Ledger {
  code: string
  /** Work that units do, data that other ledgers go by, which is nowhere and nobody's, or rows of an entry of another one. */
  kind: 'ledger' | 'register' | 'child'
  /** Whether files of it come in. */
  comes_in?: boolean
  zh: string
  entry_zh: string
  letters: string
  /** The field that says what an entry is called. */
  title: string
  /** Whether an entry may belong to no park. */
  without_park?: boolean
  fields: Field[]
  /** What its list is narrowed by besides fields: words that hold on a day, without a move. */
  facts?: Field[]
  statuses: { code: string; zh: string; class: StateClass }[]
  moves: MoveOf[]
  counts: { name: string; zh: string }[]
  /** With the counts that each is made of. */
  rates: { name: string; zh: string; numerator: string; denominator: string }[]
  months: { figures: Field[]; from: string[]; due_day: number } | null
}

/** Who reads ledgers at all. */
export const READERS: Role[] = ['coordinator', 'park_staff', 'department_staff', 'leader']

/** Descriptions change with the program alone. */
const LONG = 60 * 60_000

export function useLedgers() {
  const { is } = useSession()
  return useQuery({
    ...ANYWAY,
    queryKey: ['ledgers'],
    queryFn: () => read<{ items: Ledger[] }>('/ledgers'),
    enabled: is(...READERS),
    staleTime: LONG,
  })
}

/** The ledger of a code; null where there is none, or none for this person. */
export function useLedgerOf(code: MaybeRefOrGetter<string>) {
  const { is } = useSession()
  const all = useLedgers()
  const ledger = computed(() => all.data.value?.items.find((one) => one.code === toValue(code)))
  return { all, ledger, unknown: computed(() => !is(...READERS) || (!!all.data.value && !ledger.value)) }
}

export const isRegister = (ledger: Ledger): boolean => ledger.kind === 'register'
/** What units plan and own: neither data nor rows of an entry, which are listed where that one is worked on. */
export const isWork = (ledger: Ledger): boolean => ledger.kind === 'ledger'

export const classOf = (ledger: Ledger, status: string): StateClass =>
  ledger.statuses.find((one) => one.code === status)?.class ?? 'open'

export const statusWord = (ledger: Ledger, status: string): string =>
  ledger.statuses.find((one) => one.code === status)?.zh ?? '—'

export const moveOf = (ledger: Ledger, name: string): MoveOf | undefined => ledger.moves.find((one) => one.name === name)

/** Moves that list an entry start from nothing. */
export const firstMove = (ledger: Ledger): MoveOf | undefined => ledger.moves.find((one) => one.from.length === 0)
