import type { Schemas } from '@/api/client'
import { ACTION, STATUS } from '@/words/words'

type Item = Schemas['QueueItem']

/** One thing that waits for me: a kind of work on a problem. */
export interface Entry extends Item {
  /** A problem can wait for two things at once. */
  key: string
  id: number
  /** 紧急: stands first. */
  urgent: boolean
  /** What it waits for, in words. */
  doing: string
}

export interface Section {
  kind: string
  title: string
  /** All that wait, also those that aren't listed. */
  count: number
  entries: Entry[]
  /** What the ledger has to be asked for to show all of them. */
  statuses: Schemas['Status'][]
}

/** What to call work that waits, in the order in which it is shown. */
const KINDS: Record<string, { title: string; statuses: Schemas['Status'][] }> = {
  accept: { title: STATUS.dispatched, statuses: ['dispatched'] },
  decide_return: { title: STATUS.returned, statuses: ['returned'] },
  decide_extension: { title: '延期待审批', statuses: ['in_progress', 'tracking'] },
  decide_suspension: { title: '挂起待审批', statuses: ['in_progress'] },
  dispatch: { title: STATUS.reported, statuses: ['reported'] },
  supervise: { title: '超期待督办', statuses: ['dispatched', 'returned', 'in_progress', 'tracking'] },
  progress: { title: '待报告进展', statuses: ['in_progress', 'tracking'] },
  resolve: { title: '待办结', statuses: ['in_progress', 'tracking'] },
  reply: { title: '协办待回复', statuses: ['dispatched', 'in_progress', 'tracking'] },
  reopen: { title: '回访未解决，待重办', statuses: ['resolved'] },
  close: { title: '待销号', statuses: ['resolved'] },
  track: { title: `待${ACTION.track}`, statuses: ['resolved'] },
  follow_up: { title: STATUS.resolved, statuses: ['resolved'] },
}

/** The queue in sections: what is urgent before all, whatever it waits for. */
export function sections(queue: Pick<Schemas['QueueOut'], 'counts' | 'items'>, urgent: ReadonlySet<number> = new Set()): Section[] {
  const found = new Map<string, Entry[]>()
  const first: Entry[] = []
  for (const item of queue.items) {
    const { kind, problem_id: id } = item
    const entry = { ...item, key: `${kind}.${id}`, id, urgent: urgent.has(id), doing: KINDS[kind]?.title ?? kind }
    found.set(kind, [...(found.get(kind) ?? []), entry])
    if (entry.urgent) first.push(entry)
  }
  const order = [...Object.keys(KINDS), ...[...found.keys()].filter((kind) => !KINDS[kind])]
  const rest = order.flatMap((kind) => {
    const all = found.get(kind) ?? []
    const entries = all.filter((entry) => !entry.urgent)
    const count = (queue.counts[kind] ?? all.length) - (all.length - entries.length)
    if (!all.length || !count) return []
    const words = KINDS[kind]
    return { kind, title: words?.title ?? kind, count, entries, statuses: words?.statuses ?? [] }
  })
  if (!first.length) return rest
  return [{ kind: 'urgent', title: '紧急', count: first.length, entries: first, statuses: [] }, ...rest]
}

/** Where it is: the enterprise, or the site. */
export const whereOf = (entry: Entry) => entry.enterprise_name ?? entry.site_name ?? '—'

/**
 * What opens after an entry is done: what stood behind it, else what stood before it, of those
 * that still wait. An entry that still waits stays.
 */
export function following(before: Entry[], key: string | null, now: Entry[]): Entry | null {
  const waiting = new Map(now.map((entry) => [entry.key, entry]))
  if (key && waiting.has(key)) return waiting.get(key) ?? null
  const place = before.findIndex((entry) => entry.key === key)
  if (place >= 0) {
    const kind = before[place]?.kind
    const near = [...before.slice(place + 1), ...before.slice(0, place).reverse()]
    const next = near.filter((entry) => waiting.has(entry.key))
    const chosen = next.find((entry) => entry.kind === kind) ?? next[0]
    if (chosen) return waiting.get(chosen.key) ?? null
  }
  return now[0] ?? null
}
