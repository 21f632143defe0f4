import { beforeEach, expect, it } from 'vitest'
import { conditionally, forgetAnswers } from './held'

const QUEUE = 'http://zhuqi/api/v1/me/queue?limit=50'
let asked: (string | null)[]

/** A server at one version. */
const server = (tag: string, body: string) => (request: Request) => {
  const seen = request.headers.get('If-None-Match')
  asked.push(seen)
  if (seen === tag) return Promise.resolve(new Response(null, { status: 304, headers: { ETag: tag } }))
  return Promise.resolve(new Response(body, { status: 200, headers: { ETag: tag } }))
}
const get = async (url: string, send: (request: Request) => Promise<Response>, now = 0) => {
  const response = await conditionally(new Request(url), send, now)
  return [response.status, await response.text()]
}

beforeEach(() => {
  asked = []
  forgetAnswers()
})

it('asks only whether what is known still holds', async () => {
  expect(await get(QUEUE, server('"1"', 'first'))).toEqual([200, 'first'])
  expect(await get(QUEUE, server('"1"', 'never sent'))).toEqual([200, 'first'])
  expect(await get(QUEUE, server('"2"', 'second'))).toEqual([200, 'second'])
  expect(asked).toEqual([null, '"1"', '"1"'])
})

it('asks anew after five minutes, since lights turn without anybody', async () => {
  await get(QUEUE, server('"1"', 'first'))
  expect(await get(QUEUE, server('"1"', 'yellow'), 5 * 60_000)).toEqual([200, 'yellow'])
  expect(asked).toEqual([null, null])
})

it('keeps nothing of what is asked once, and nothing after signing out', async () => {
  const contacts = 'http://zhuqi/api/v1/enterprises/7'
  await get(contacts, server('"1"', 'phones'))
  await get(contacts, server('"1"', 'phones'))
  await get(QUEUE, server('"1"', 'first'))
  forgetAnswers()
  await get(QUEUE, server('"1"', 'first'))
  expect(asked).toEqual([null, null, null, null])
})
