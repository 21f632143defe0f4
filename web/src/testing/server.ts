import { afterEach, beforeEach, vi } from 'vitest'

export interface Asked {
  method: string
  path: string
  query: URLSearchParams
  headers: Headers
  body: unknown
}

type Answer = (asked: Asked) => Response | Promise<Response>

/** A server of a few answers; what nobody told it is an empty list. */
export class Server {
  readonly asked: Asked[] = []
  private readonly answers = new Map<string, Answer[]>()

  constructor() {
    beforeEach(() => {
      this.asked.length = 0
      this.answers.clear()
      vi.stubGlobal('fetch', (input: RequestInfo | URL, init?: RequestInit) => this.take(new Request(input, init)))
    })
    afterEach(() => vi.unstubAllGlobals())
  }

  /** Answers to `POST /api/v1/problems`, one after the other; the last one stays. */
  on(what: string, ...answers: Answer[]): void {
    this.answers.set(what, answers)
  }

  /** What was asked so. */
  to(what: string): Asked[] {
    return this.asked.filter((one) => `${one.method} ${one.path}` === what)
  }

  private async take(request: Request): Promise<Response> {
    const url = new URL(request.url)
    const text = await request.text()
    const body: unknown = text ? JSON.parse(text) : null
    const asked = { method: request.method, path: url.pathname, query: url.searchParams, headers: request.headers, body }
    this.asked.push(asked)
    const answers = this.answers.get(`${asked.method} ${asked.path}`) ?? [() => list([])]
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    return answer!(asked)
  }
}

export const json = (body: unknown, status = 200) => Response.json(body, { status })

export const list = (items: unknown[], next_cursor: string | null = null, total = items.length) =>
  // Lists of files say what may be done with them, too; others have no such word.
  json({ items, next_cursor, total, allowed_actions: [] })

/** An error as the API tells it. */
export const refusal = (status: number, code: string, detail: string, errors: { pointer: string; detail: string }[] = []) =>
  Response.json({ status, code, detail, title: detail, type: 'about:blank', errors }, { status })

/** No answer at all. */
export const lostConnection = () => Promise.reject(new TypeError('Failed to fetch'))
