import type { Schemas } from '@/api/client'
import { readProblem } from '@/api/problem'
import { setServerTime } from './today'

type TokenOut = Schemas['TokenOut']

/** What the session does when it cannot be renewed: resolves once somebody signed in again. */
type SignInAgain = () => Promise<void>

let token: string | null = null
let staleAt = 0
let renewing: Promise<TokenOut | null> | null = null
let signInAgain: SignInAgain = () => Promise.reject(new Error('nobody signed in'))

export function keep(answer: TokenOut | null): void {
  token = answer?.access_token ?? null
  // Renewed half a minute early, so that a long form is not sent with a token about to end.
  if (answer) setServerTime(answer.server_time)
  staleAt = answer ? Date.now() + (answer.expires_in - 30) * 1000 : 0
}

export function whenSessionEnds(how: SignInAgain): void {
  signInAgain = how
}

/** Sends a request with the token; renews it, or lets the user sign in again, and repeats once. */
export async function authorised(request: Request): Promise<Response> {
  if (token && Date.now() > staleAt) await renew()
  const again = request.clone()
  const response = await send(request)
  if (response.status !== 401 || again.url.includes('/auth/')) return response
  if (!(await renew())) await signInAgain()
  return send(again)
}

/** The same for what `fetch` can't do, such as telling how far a file has come. */
export async function withToken(send: (token: string | null) => Promise<Response>): Promise<Response> {
  if (token && Date.now() > staleAt) await renew()
  const response = await send(token)
  if (response.status !== 401) return response
  if (!(await renew())) await signInAgain()
  return send(token)
}

function send(request: Request): Promise<Response> {
  if (token) request.headers.set('Authorization', `Bearer ${token}`)
  return fetch(request)
}

/** Exchanges the refresh cookie; one at a time, in this tab and in all of them. Null where the session ended. */
export function renew(): Promise<TokenOut | null> {
  renewing ??= inTurn(async () => {
    const response = await fetch('/api/v1/auth/refresh', { method: 'POST' })
    // A server that is away for a moment ends no session.
    if (!response.ok && response.status !== 401) throw await readProblem(response)
    const answer = response.ok ? ((await response.json()) as TokenOut) : null
    keep(answer)
    return answer
  }).finally(() => {
    renewing = null
  })
  return renewing
}

const TURN = 'zhuqi.renewing'
const TURN_LASTS = 5_000

/**
 * A refresh token that comes twice ends its session, so tabs take turns. `navigator.locks` is
 * missing on plain-HTTP intranets; a dated mark in the storage they share does there.
 */
async function inTurn<T>(job: () => Promise<T>): Promise<T> {
  if (navigator.locks) return navigator.locks.request(TURN, job)
  while (Number(localStorage.getItem(TURN)) > Date.now() - TURN_LASTS) {
    await new Promise((done) => setTimeout(done, 50 + Math.random() * 100))
  }
  localStorage.setItem(TURN, String(Date.now()))
  try {
    return await job()
  } finally {
    localStorage.removeItem(TURN)
  }
}
