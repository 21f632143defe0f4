// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest'
import { json, Server } from '@/testing/server'
import { asUser, click, eventually, says, stage, type } from '@/testing/stage'
import EntryMonthForm from './EntryMonthForm.vue'
import { entry, ledger } from './testing'

const server = new Server()
const MONTH = 'PUT /api/v1/projects/5/months/2021-07'
const shown = (of = ledger()) => stage(EntryMonthForm, { ledger: of, entry: entry({ status: 'building' }) })

beforeEach(async () => {
  await asUser(server)
  server.on(MONTH, () => json(entry({ status: 'building', version: 4 })))
})

it('asks for the figures of a month, and for words behind a button', async () => {
  await shown()
  expect(says('形象进度')).toBe(false)
  await type('本月完成投资', '150.5')
  await click('提交')
  await eventually(() => expect(server.to(MONTH).map((one) => one.body)).toEqual([{ invested_yuan: 1_505_000 }]))
})

it('asks for words where no figure has to be told', async () => {
  const months = { figures: [{ name: 'workers_back', heading: '返岗(人)', kind: { type: 'integer' as const, least: 0, most: 9 } }], from: ['building'], due_day: 25 }
  await shown({ ...ledger(), months })
  expect(says('返岗')).toBe(false)
  await type('进展', '银行已受理续贷')
  await click('提交')
  await eventually(() => expect(server.to(MONTH).map((one) => one.body)).toEqual([{ text: '银行已受理续贷' }]))
})
