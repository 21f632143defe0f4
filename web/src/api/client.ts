import createClient from 'openapi-fetch'
import { authorised } from '@/session/token'
import { conditionally } from './held'
import { ApiProblem, offline, readProblem } from './problem'
import type { components, paths } from './schema'

export type Schemas = components['schemas']

/** The API, typed from its own document. Use it through {@link ask}. */
export const api = createClient<paths>({
  // The page is Chinese whatever the browser is: so are the server's sentences.
  headers: { 'Accept-Language': 'zh-CN' },
  fetch: async (request: Request) => {
    const response = await conditionally(request, authorised).catch((error) => {
      throw error instanceof ApiProblem ? error : offline()
    })
    if (!response.ok) throw await readProblem(response)
    return response
  },
  querySerializer: { array: { style: 'form', explode: true } },
})

/** The body of an answer; everything else is thrown as an `ApiProblem`. */
export async function ask<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T
}

/** Every page of a short list, such as the departments. */
export async function everything<T>(
  page: (cursor: string | undefined) => Promise<{ items: T[]; next_cursor?: string | null }>,
): Promise<T[]> {
  const all: T[] = []
  let cursor: string | undefined
  do {
    const found = await page(cursor)
    all.push(...found.items)
    cursor = found.next_cursor ?? undefined
  } while (cursor)
  return all
}

/**
 * A key that makes a repeated POST harmless. `crypto.randomUUID` is missing on plain-HTTP intranets.
 */
export function idempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
