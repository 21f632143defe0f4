// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from 'vitest'
import { problem } from '@/testing/problems'
import { json, list, refusal, Server } from '@/testing/server'
import { asUser, buttons, click, eventually, page, says, stage, textOf, type } from '@/testing/stage'
import ProblemRuling from './ProblemRuling.vue'
import type { Request } from './rulings'

const server = new Server()
const RULE = 'POST /api/v1/problems/16/decide_extension'
const asked: Request = { kind: 'extension', reason: '等待设备到货', until: '2021-08-30', cause: null, asked_at: '2021-08-16T08:00:00+08:00' }
const clock = { due_on: '2021-08-20', original_due_on: '2021-08-18', provisional: false, light: 'green' as const, remaining_working_days: 4, why: [] }
const waits = problem({ allowed_actions: ['decide_extension'], requests: [asked], clocks: { solve: clock } })
const event = (id: number, kind: string, data: object, text: string, name = '王某') => ({
  id, kind, data, text, round: 1, occurred_on: '2021-08-10', counted_on: '2021-08-10', recorded_at: '2021-08-10T09:00:00+08:00', actor: { id: 9, name, role: 'department_staff' },
})

beforeEach(async () => {
  await asUser(server, { role: 'coordinator', park_id: null })
  server.on('GET /api/v1/problems/16/events', () =>
    list([
      event(1, 'request_extension', { until: '2021-08-20' }, '第一次'),
      event(2, 'decide_extension', { granted: true, until: '2021-08-20' }, '同意一次', '李主任'),
      event(3, 'request_extension', { until: '2021-08-30' }, '等待设备到货', '赵工'),
    ]),
  )
})

it('says who asks for what and why, the present limit, and what was ruled before', async () => {
  await stage(ProblemRuling, { problem: waits, request: asked })
  await eventually(() => expect(says('赵工 · 2021-08-16 08:00 提出')).toBe(true))
  const text = textOf(page().querySelector('section'))
  for (const part of ['等待设备到货', '申请延期至8月30日', '现办结时限8月20日', '原 8月18日', '8月10日 同意，至 8月20日：同意一次']) {
    expect(text.replace(/ (?=8月30|8月20日 )/g, '')).toContain(part)
  }
})

it('is answered with one click, by the day asked for', async () => {
  const moved = vi.fn()
  server.on(RULE, () => json(problem()))
  await stage(ProblemRuling, { problem: waits, request: asked, onMoved: moved })
  expect(buttons(page().querySelector('.answers')!)).toEqual(['同意', '不同意'])
  await click('同意')
  expect(server.to(RULE).map((one) => one.body)).toEqual([{ granted: true }])
  expect(moved).toHaveBeenCalledTimes(1)
})

it('takes an opinion along', async () => {
  server.on(RULE, () => json(problem()))
  await stage(ProblemRuling, { problem: waits, request: asked })
  await type('意见', '请抓紧。')
  await click('不同意')
  expect(server.to(RULE)[0]?.body).toEqual({ granted: false, reason: '请抓紧。' })
})

it('wants a reason for a ruling on a return', async () => {
  const back: Request = { ...asked, kind: 'return', until: null }
  await stage(ProblemRuling, { problem: { ...waits, requests: [back] }, request: back })
  await click('同意')
  expect(server.to('POST /api/v1/problems/16/decide_return')).toHaveLength(0)
  expect(says('请填写意见')).toBe(true)
})

it('says who was faster', async () => {
  server.on(RULE, () => refusal(409, 'problem.no_request_pending', '没有待审批的申请'))
  await stage(ProblemRuling, { problem: waits, request: asked })
  await click('同意')
  await eventually(() => expect(says('赵工 申请延期。没有待审批的申请')).toBe(true))
})
