import { shallowRef } from 'vue'
import { api, ask, type Schemas } from '@/api/client'
import { ApiProblem } from '@/api/problem'
import { release } from '@/attachment/kept'
import { done } from '@/parts/notify'
import { useSession } from '@/session/session'
import { faultOf, isRefusal, type Delivered, type Draft } from './draft'
import { findDraft, loadDrafts, saveDraft } from './drafts'

export type Filed = Schemas['ProblemOut'] | Schemas['VisitOut']
export type Outcome = { delivered: Filed } | { refused: ApiProblem } | { waiting: true }

/** After this the page goes on and the draft waits; a hanging connection must not hold the user. */
const PATIENCE = 20_000
/** The server knows keys for a day; later ones are looked for before they are sent again. */
const KEY_GOOD = 23 * 3_600_000
const PAUSES = [5_000, 10_000, 20_000, 40_000, 60_000]

/** Hands in what is written: from here on it waits, even if this page is closed. */
export async function handIn(draft: Draft, body: unknown): Promise<Outcome> {
  draft.body = body
  draft.state = 'waiting'
  draft.fault = null
  await saveDraft(draft)
  return send(draft)
}

/** What became of a draft that waited, for the page that still shows it. */
export const settled = shallowRef<{ id: string; outcome: Outcome } | null>(null)

const inFlight = new Map<string, Promise<Outcome>>()

/** One attempt; a draft that is on its way already isn't sent beside it. */
export function send(draft: Draft): Promise<Outcome> {
  const running = inFlight.get(draft.id)
  if (running) return running
  const attempt = tryOnce(draft).finally(() => inFlight.delete(draft.id))
  inFlight.set(draft.id, attempt)
  return attempt
}

async function tryOnce(draft: Draft): Promise<Outcome> {
  try {
    const known = await filedLongAgo(draft)
    if (!draft.firstTriedAt) {
      draft.firstTriedAt = Date.now()
      await saveDraft(draft)
    }
    const filed = known ?? (await impatient((signal) => post(draft, signal)))
    draft.state = 'delivered'
    draft.delivered = receipt(draft, filed)
    await saveDraft(draft)
    await release(draft.id, draft.delivered.path.slice(1))
    return { delivered: filed }
  } catch (error) {
    if (error instanceof ApiProblem && isRefusal(error)) {
      draft.state = 'editing'
      draft.fault = faultOf(error)
      draft.firstTriedAt = null
      await saveDraft(draft)
      return { refused: error }
    }
    schedule()
    return { waiting: true }
  }
}

async function post(draft: Draft, signal: AbortSignal): Promise<Filed> {
  const how = { headers: { 'Idempotency-Key': draft.id }, signal }
  const filed: Filed =
    draft.kind === 'report'
      ? await ask(api.POST('/api/v1/problems', { ...how, body: draft.body as Schemas['Report'] }))
      : await ask(api.POST('/api/v1/visits', { ...how, body: draft.body as Schemas['VisitIn'] }))
  // A sign-in page of a public network answers 200 with something else.
  if (!filed?.id) throw new ApiProblem(0, 'unreadable', '服务器返回异常，稍后自动重发。')
  return filed
}

function impatient<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const control = new AbortController()
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      control.abort()
      reject(new ApiProblem(0, 'timeout', '网络较慢，稍后自动重发。'))
    }, PATIENCE)
    call(control.signal)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer))
  })
}

/** Whether an attempt of days ago, whose answer was lost, had arrived after all. */
async function filedLongAgo(draft: Draft): Promise<Filed | null> {
  if (!draft.firstTriedAt || Date.now() - draft.firstTriedAt < KEY_GOOD) return null
  if (draft.kind === 'report') {
    const body = draft.body as Schemas['Report']
    const title = body.title.trim()
    const query = { mine: true, title, limit: 20 }
    const found = await ask(api.GET('/api/v1/problems', { params: { query } }))
    const place = (one: Schemas['ProblemOut']) =>
      body.enterprise_id ? one.enterprise_id === body.enterprise_id : one.site_name === body.site_name
    return found.items.find((one) => one.title === title && place(one)) ?? null
  }
  const body = draft.body as Schemas['VisitIn']
  const day = body.visited_on
  const query = { from: day, to: day, enterprise_id: body.enterprise_id ?? undefined, limit: 200 }
  const found = await ask(api.GET('/api/v1/visits', { params: { query } }))
  const people = JSON.stringify(body.participants)
  return (
    found.items.find(
      (one) => one.active && JSON.stringify(one.participants) === people && (one.site_name ?? null) === (body.site_name ?? null),
    ) ?? null
  )
}

function receipt(draft: Draft, filed: Filed): Delivered {
  return 'number' in filed
    ? { path: `/problems/${filed.id}`, label: filed.number }
    : { path: `/visits/${filed.id}`, label: draft.title }
}

let timer: ReturnType<typeof setTimeout> | undefined
let misses = 0

function schedule(): void {
  clearTimeout(timer)
  timer = setTimeout(() => void sendWaiting(), PAUSES[Math.min(misses, PAUSES.length - 1)])
  misses += 1
}

/** Sends everything that waits, one after the other. */
export async function sendWaiting(): Promise<void> {
  const { user, interrupted } = useSession()
  if (!user.value || interrupted.value) return schedule()
  const waiting = (await loadDrafts()).filter((draft) => draft.state === 'waiting').reverse()
  for (const one of waiting) {
    // Meanwhile another tab may have sent it, or the user discarded it.
    const draft = await findDraft(one.id)
    if (draft?.state !== 'waiting') continue
    const outcome = await send(draft)
    if ('waiting' in outcome) return
    settled.value = { id: draft.id, outcome }
    if ('delivered' in outcome) done(`已送达：${draft.delivered?.label}`)
  }
  misses = 0
}

/** From sign-in on: what waits is sent when the connection is back, also after a reload. */
export function startSending(): () => void {
  const now = () => {
    misses = 0
    void sendWaiting()
  }
  window.addEventListener('online', now)
  void sendWaiting()
  return () => {
    window.removeEventListener('online', now)
    clearTimeout(timer)
  }
}
