// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { ledger } from '@/entries/testing'
import { json, list, Server } from '@/testing/server'
import { asUser, page, says, stage, submit, textOf } from '@/testing/stage'
import AdministrationReport from './AdministrationReport.vue'
import { keptOf, tickedOf } from './letterhead'

const server = new Server()
const KEEP = 'PUT /api/v1/settings/report'
const FORCE = { issuing_body: '办公室', red_head: true, title: '周报', signature: '办公室', sections: ['overall'], ledgers: null }
const kept = (ledgers: string[] | null) => ({ ...FORCE, ledgers, in_force: { ...FORCE, ledgers }, updated_at: null, version: 3 })

const boxes = () =>
  [...page().querySelectorAll('[aria-label=台账专栏] label')].map((one) => [textOf(one), one.querySelector('input')?.checked])

async function tick(word: string) {
  const label = [...page().querySelectorAll('[aria-label=台账专栏] label')].find((one) => textOf(one) === word)
  label?.querySelector('input')?.click()
  await flushPromises()
}

beforeEach(async () => {
  await asUser(server, { role: 'coordinator', park_id: null })
  const other = { ...ledger(), code: 'revivals', zh: '盘活' }
  const register = { ...ledger(), code: 'project_targets', zh: '项目目标', kind: 'register' }
  server.on('GET /api/v1/ledgers', () => list([ledger(), other, register]))
  server.on('GET /api/v1/settings/report', () => json(kept(null)))
  server.on('POST /api/v1/settings/report/preview', () => new Response('<p>周报</p>'))
  server.on(KEEP, ({ body }) => json(kept((body as { ledgers: string[] | null }).ledgers)))
})

describe('the ledgers of the papers', () => {
  it('are all of them by default, registers never', async () => {
    await stage(AdministrationReport)
    expect(boxes()).toEqual([
      ['项目建设', true],
      ['盘活', true],
    ])
  })

  it('are kept by name once one is left out, and as the default again when all are ticked', async () => {
    await stage(AdministrationReport)
    await tick('项目建设')
    await submit()
    expect(server.to(KEEP)[0]?.body).toMatchObject({ ledgers: ['revivals'] })
    await tick('项目建设')
    await submit()
    expect(server.to(KEEP)[1]?.body).toMatchObject({ ledgers: null })
  })

  it('stay as they were where nobody tells which there are', async () => {
    await asUser(server, { role: 'admin', park_id: null })
    server.on('GET /api/v1/settings/report', () => json(kept(['revivals'])))
    await stage(AdministrationReport)
    expect(says('台账专栏')).toBe(false)
    const red = page().querySelector<HTMLInputElement>('.el-switch input')
    red?.click()
    await flushPromises()
    await submit()
    expect(server.to(KEEP)[0]?.body).toMatchObject({ red_head: false, ledgers: ['revivals'] })
  })

  it('may be none', () => {
    expect(keptOf([], ['projects'])).toEqual([])
    expect(tickedOf([], ['projects'])).toEqual([])
  })
})
