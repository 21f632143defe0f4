import type { Schemas } from '@/api/client'
import type { Problem } from '@/problem/problem'

/** One thing that waits for me: a kind of work on a problem. */
export interface Entry {
  /** A problem can wait for two things at once. */
  key: string
  kind: string
  id: number
  number: string
  title: string
  status: Schemas['Status']
  light: Schemas['Light'] | null
  /** The problem itself, where it came along. */
  problem: Problem | null
}

export interface Section {
  kind: string
  title: string
  /** All that wait, also those that aren't listed. */
  count: number
  entries: Entry[]
  /** Kept in sight, but somebody else's to do. */
  aside: boolean
  /** What the ledger has to be asked for to show all of them. */
  statuses: Schemas['Status'][]
}

/** What to call work that waits, in the order in which it is shown. */
const KINDS: Record<string, { title: string; statuses: Schemas['Status'][]; aside?: boolean }> = {
  accept: { title: '待签收', statuses: ['dispatched'] },
  decide_return: { title: '退回待裁定', statuses: ['returned'] },
  decide_extension: { title: '延期待审批', statuses: ['in_progress', 'tracking'] },
  decide_suspension: { title: '挂起待审批', statuses: ['in_progress'] },
  dispatch: { title: '待派单', statuses: ['reported'] },
  resolve: { title: '待办结', statuses: ['in_progress', 'tracking'] },
  reply: { title: '协办待回复', statuses: ['dispatched', 'in_progress', 'suspended', 'tracking'] },
  close: { title: '待销号', statuses: ['resolved'] },
  track: { title: '待转持续跟踪', statuses: ['resolved'] },
  follow_up: { title: '待回访', statuses: ['resolved'] },
  elsewhere: { title: '须由他人办理', statuses: [], aside: true },
}

/** What may be done with a settled problem; the server counts all of it as a follow-up. */
const SETTLED: Schemas['Action'][] = ['close', 'track', 'follow_up']

/**
 * What a problem waits for from me. The server also lists what I asked for or resolved myself, and
 * that is for another person to rule on or to follow up.
 */
function kindOf(kind: string, problem: Problem | null): string {
  if (!problem) return kind
  const may: string[] = problem.allowed_actions
  const steps: string[] = kind === 'follow_up' ? SETTLED : [kind]
  return steps.find((step) => may.includes(step)) ?? (KINDS[kind] ? 'elsewhere' : kind)
}

/** The queue in sections, with what is known of its problems. */
export function sections(queue: Schemas['QueueOut'], problems: Problem[]): Section[] {
  const known = new Map(problems.map((problem) => [problem.id, problem]))
  const found = new Map<string, Entry[]>()
  for (const item of queue.items) {
    const problem = known.get(item.problem_id) ?? null
    const kind = kindOf(item.kind, problem)
    const entry: Entry = {
      key: `${kind}.${kind === item.kind ? '' : item.kind}.${item.problem_id}`,
      kind,
      id: item.problem_id,
      number: item.number,
      title: item.title,
      status: item.status,
      light: item.light ?? null,
      problem,
    }
    found.set(kind, [...(found.get(kind) ?? []), entry])
  }
  const order = [...Object.keys(KINDS), ...[...found.keys()].filter((kind) => !KINDS[kind])]
  return order.flatMap((kind) => {
    const entries = found.get(kind)
    if (!entries) return []
    const words = KINDS[kind]
    const listed = queue.items.filter((item) => item.kind === kind).length
    // More than the server lists at once are counted all the same.
    const unlisted = Math.max(0, (queue.counts[kind] ?? 0) - listed)
    return {
      kind,
      title: words?.title ?? kind,
      count: entries.length + unlisted,
      entries,
      aside: words?.aside ?? false,
      statuses: words?.statuses ?? [],
    }
  })
}

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
