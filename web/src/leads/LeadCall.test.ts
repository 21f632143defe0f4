// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest'
import { flushPromises } from '@vue/test-utils'
import { entry, ledger } from '@/entries/testing'
import { json, Server } from '@/testing/server'
import { asUser, eventually, page, stage } from '@/testing/stage'
import { CALLS } from './lead'
import LeadCall from './LeadCall.vue'

const server = new Server()
const PROGRESS = 'POST /api/v1/leads/5/progress'
const leads = { ...ledger(), code: 'leads' }

beforeEach(async () => {
  await asUser(server)
  server.on(PROGRESS, () => json(entry({ version: 4 })))
})

async function tap(selector: string) {
  await eventually(() => expect(page().querySelector(selector)).not.toBeNull())
  page().querySelector<HTMLElement>(selector)?.click()
  await flushPromises()
}

describe('a call that was made', () => {
  it('is noted with two taps, with the version that was seen and a key', async () => {
    await stage(LeadCall, { ledger: leads, entry: entry({ allowed_actions: ['progress'] }) })
    await tap('button[aria-label^="记录通话"]')
    await tap('.el-dropdown-menu__item')
    await eventually(() => expect(server.to(PROGRESS)).toHaveLength(1))
    const [sent] = server.to(PROGRESS)
    expect(sent!.body).toEqual({ text: CALLS[0] })
    expect(sent!.headers.get('If-Match')).toBe('"3"')
    expect(sent!.headers.get('Idempotency-Key')).toBeTruthy()
  })

  it('is nothing for who may not report progress', async () => {
    await stage(LeadCall, { ledger: leads, entry: entry({ allowed_actions: ['comment'] }) })
    expect(page().querySelector('button[aria-label^="记录通话"]')).toBeNull()
  })
})
