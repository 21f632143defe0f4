import { api, ask } from '@/api/client'

export type Query = Record<string, string | string[] | number | boolean | undefined>

interface Sent {
  params?: { query?: Query }
  headers?: Record<string, string>
  body?: unknown
  parseAs?: 'blob'
}
type Call = (path: string, how: Sent) => Promise<{ data?: unknown }>
export type Method = 'POST' | 'PUT' | 'PATCH'

/** Paths of ledgers come from descriptions, so that the API's document can't type them here. */
const door = api as unknown as Record<Method | 'GET', Call>

const BASE = '/api/v1'

export async function read<T>(path: string, query: Query = {}): Promise<T> {
  return (await ask(door.GET(BASE + path, { params: { query } }))) as T
}

/** A file or a picture. */
export async function bytes(path: string, query: Query): Promise<Blob> {
  return (await ask(door.GET(BASE + path, { params: { query }, parseAs: 'blob' }))) as Blob
}

/** Sends something made from a version of an entry, with the key under which it is the same when sent again. */
export async function send<T>(method: Method, path: string, body: unknown, key: string, version?: number): Promise<T> {
  const headers: Record<string, string> = { 'Idempotency-Key': key }
  if (version !== undefined) headers['If-Match'] = `"${version}"`
  return (await ask(door[method](BASE + path, { headers, body }))) as T
}
