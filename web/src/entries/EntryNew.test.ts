// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import { json, list, refusal, Server } from '@/testing/server'
import { asUser, click, eventually, page, says, stage, textOf } from '@/testing/stage'
import EntryNew from './EntryNew.vue'
import { entry, ledger } from './testing'

const server = new Server()
const LIST = 'POST /api/v1/revivals'
const move = { name: 'list', zh: '列入台账', from: [], body: [], may: true, to: ['listed'] }
const revivals = { ...ledger(), code: 'revivals', title: 'enterprise_name', fields: [], moves: [move] }

beforeEach(async () => {
  await asUser(server)
  server.on('GET /api/v1/enterprises', () => list([]))
  server.on('GET /api/v1/enterprises/9', () => json({ id: 9, name: '新源管业' }))
})

it('names the enterprise that it was opened for', async () => {
  server.on(LIST, () => json(entry({ number: 'SH-PH-2021-006', enterprise_name: '新源管业' }), 201))
  await stage(EntryNew, { ledger: revivals, enterprise: 9 })
  await eventually(() => expect(says('新源管业')).toBe(true))
  // As it was opened it is no draft.
  expect(says('未提交')).toBe(false)
  await click('提交')
  await eventually(() => expect(server.to(LIST).map((one) => one.body)).toEqual([{ enterprise_id: 9 }]))
  await eventually(() => expect(says('已登记：SH-PH-2021-006 新源管业')).toBe(true))
})

it('says why the server refuses, and keeps the enterprise', async () => {
  server.on(LIST, () => refusal(409, 'revival.not_halted', '企业的生产经营状态不是停产或半停产，不能列入'))
  await stage(EntryNew, { ledger: revivals, enterprise: 9 })
  await click('提交')
  await eventually(() => expect(says('不能列入')).toBe(true))
  expect(says('新源管业')).toBe(true)
})

it('asks for the enterprise where it was opened for none', async () => {
  await stage(EntryNew, { ledger: revivals })
  await click('提交')
  await flushPromises()
  expect(textOf(page().querySelector('.fault'))).toBe('请填写此项')
  expect(server.to(LIST)).toEqual([])
})
