import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { everything, type Schemas } from '@/api/client'
import { live } from '@/api/live'
import { read, send, type Method } from './door'
import type { Values } from './body'

export interface Milestone {
  position: number
  name: string
  track?: string | null
  department_id?: number | null
  handler?: string | null
  due_on: string
  original_due_on: string
  done_on?: string | null
  provisional: boolean
}

/** A month as it was reported: its figures by their names, and what was said with them. */
export interface Month {
  month: string
  text?: string | null
  unchanged?: boolean
  counted_on: string
  [figure: string]: unknown
}

export interface Link {
  id: number
  kind: string
  /** Of the entry, where it is one. */
  ledger?: string | null
  entry_id?: number | null
  problem_id?: number | null
  visit_id?: number | null
  enterprise_id?: number | null
}

export interface NextMilestone {
  position: number
  name: string
  due_on: string
  light: Schemas['Light']
  remaining_working_days?: number | null
  provisional: boolean
}

/** An entry of a ledger: what all have, and the fields of its description by their names. */
export interface Entry {
  id: number
  number: string
  park_id: number | null
  enterprise_id: number | null
  enterprise_name: string | null
  department_id: number | null
  status: string
  light: Schemas['Light']
  due_on: string | null
  listed_on: string
  supervised_count: number
  progress: { on: string; text: string; next_step?: string | null; next_on?: string | null } | null
  clocks: { milestone?: NextMilestone; [own: string]: unknown }
  allowed_actions: string[]
  milestones?: Milestone[]
  months?: Month[]
  links?: Link[]
  updated_at: string
  version: number
  [field: string]: unknown
}

export interface EntryEvent {
  id: number
  kind: string
  occurred_on: string
  recorded_at: string
  counted_on: string
  status: string
  actor: { id: number; name: string; role: string } | null
  text: string | null
  data: Values
}

/** How often a page that somebody looks at asks whether anything happened. */
const LOOK_AGAIN = 20_000

export function useEntry(code: MaybeRefOrGetter<string>, id: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => ['entry', toValue(code), toValue(id)]),
    queryFn: () => read<Entry>(`/${toValue(code)}/${toValue(id)}`),
    ...live(LOOK_AGAIN),
  })
}

/** Everything that happened to an entry, oldest first. */
export function useEvents(code: MaybeRefOrGetter<string>, id: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => ['entry', toValue(code), toValue(id), 'events']),
    queryFn: () =>
      everything((cursor) =>
        read<{ items: EntryEvent[]; next_cursor: string | null }>(`/${toValue(code)}/${toValue(id)}/events`, { limit: 200, cursor }),
      ),
    ...live(LOOK_AGAIN),
  })
}

export interface Made {
  code: string
  entry: Pick<Entry, 'id' | 'version'>
  move: string
  body: Values
  /** `2021-07`, where a month is reported. */
  month?: string
}

/** Moves that put another list in the place of one, and what its address ends with. */
const PUTS: Record<string, string | undefined> = { plan_milestones: 'milestones', record_attendance: 'attendance' }

/** Where a move is sent to; those that stand for a part of the entry have addresses of their own. */
export function addressOf({ code, entry, move, month }: Omit<Made, 'body'>): [Method, string] {
  const one = `/${code}/${entry.id}`
  if (move === 'edit') return ['PATCH', one]
  if (PUTS[move]) return ['PUT', `${one}/${PUTS[move]}`]
  if (month) return ['PUT', `${one}/months/${month}`]
  return ['POST', `${one}/${move}`]
}

/** Sends a move and shows the entry as it is after it. */
export function useMove() {
  const queries = useQueryClient()
  const refresh = (code: string, id: number) => {
    for (const queryKey of [['entry', code, id], ['entries', code], ['queue']]) void queries.invalidateQueries({ queryKey })
  }
  async function move(made: Made, key: string): Promise<Entry> {
    const { code, entry } = made
    const [method, path] = addressOf(made)
    try {
      const now = await send<Entry>(method, path, made.body, key, entry.version)
      queries.setQueryData(['entry', code, entry.id], now)
      return now
    } finally {
      refresh(code, entry.id)
    }
  }
  /** The entry as it is now, which pages are told of a moment later. */
  async function fetchEntry(code: string, id: number) {
    await queries.refetchQueries({ queryKey: ['entry', code, id], exact: true })
    return queries.getQueryData<Entry>(['entry', code, id])
  }
  return { move, refresh, fetchEntry }
}

/** What an entry is called. */
export const titleOf = (entry: Entry, title: string): string => String(entry[title] ?? entry.number)
