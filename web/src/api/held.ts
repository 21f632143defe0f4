/**
 * Answers that are still known, by address: what is asked again and again travels only where it has
 * changed. A tag doesn't cover what the clock alone changes, so an answer is asked for anew now and then.
 */
const FRESH = 5 * 60_000
const KEPT = 40
/** What pages that somebody looks at ask for again and again; nothing else is kept. */
const POLLED = /\/api\/v1\/(me\/queue|problems\/\d+(\/events)?)(\?|$)/

interface Held {
  tag: string
  at: number
  body: string
}
const answers = new Map<string, Held>()

export function forgetAnswers(): void {
  answers.clear()
}

type Send = (request: Request) => Promise<Response>

/** Sends a request; of what is known already only whether it still holds. */
export async function conditionally(request: Request, send: Send, now = Date.now()): Promise<Response> {
  if (request.method !== 'GET' || !POLLED.test(request.url)) return send(request)
  const held = answers.get(request.url)
  if (held && now - held.at < FRESH) request.headers.set('If-None-Match', held.tag)
  const response = await send(request)
  if (response.status === 304 && held) return new Response(held.body, { status: 200, headers: { 'Content-Type': 'application/json' } })
  const tag = response.headers.get('ETag')
  if (response.status === 200 && tag) {
    const body = await response.clone().text()
    answers.delete(request.url)
    answers.set(request.url, { tag, at: now, body })
    const oldest = answers.keys().next().value
    if (answers.size > KEPT && oldest) answers.delete(oldest)
  }
  return response
}
