// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest'
import { json, list, refusal, Server } from '@/testing/server'
import { asUser, eventually, page, says, stage, textOf } from '@/testing/stage'
import PageOverview from './PageOverview.vue'

const server = new Server()
const SCRIPT = '<img src=x onerror=alert(1)>'
const rate = (numerator: number, denominator: number) => ({ numerator, denominator, percent: denominator ? '50.0' : null })
const rates = { solve: rate(1, 2), resolve: rate(1, 2), on_time: rate(1, 2), follow_up: rate(0, 0), satisfaction: rate(0, 0) }
const counts = { collected: 8, resolved: 4, outstanding: 4, overdue: 3, due: 1, rates }
const row = (key: object, more: object = {}) => ({ key, ...counts, period: { ...counts }, ...more })
const SENTENCE = '高新区工作人员共走访企业3次，收集问题8个，解决问题4个。'
const totals = row({ name: '合计' }, { sentence: SENTENCE })
const ROWS: Record<string, object[]> = {
  department: [row({ department_id: 7, name: SCRIPT }), row({ department_id: 8, name: '公安分局' }, { outstanding: 0, overdue: 0 })],
  park: [row({ park_id: 3, name: '沙河产业园区' })],
  category: [row({ category_id: 4, name: '用电' })],
}
const calendar = { due_on: '2021-08-17', due_at: null, provisional: false, days: ['2021-08-15', '2021-08-16', '2021-08-17'].map((date) => ({ date, counted: date > '2021-08-15', why: '' })) }

beforeEach(async () => {
  await asUser(server, { role: 'leader', park_id: null })
  server.on('GET /api/v1/statistics', ({ query }) => json({ rows: ROWS[query.get('group_by') ?? ''] ?? [], totals }))
  server.on('GET /api/v1/calendar/due', () => json(calendar))
  server.on('GET /api/v1/problems', ({ query }) => list([], null, query.getAll('status').join() === 'in_progress' ? 3 : 0))
})

const whole = () => eventually(() => expect(page().querySelector('.el-skeleton')).toBeNull())
const headings = () => [...page().querySelectorAll('h2')].map(textOf)

it('tells what stands out, then draws it, and has what is late last', async () => {
  await stage(PageOverview)
  await whole()
  expect(textOf(page().querySelector('.sentence'))).toBe(`${SENTENCE}超期3件，主要在${SCRIPT}。`)
  expect(page().querySelector('img')).toBeNull()
  expect(headings()).toEqual(['现在卡在哪一环', '近八周走势', '要到期的', '各承办单位在办', '哪个园区、哪类问题', '现在超期 0 件'])
  const late = [...page().querySelectorAll('svg a')].find((link) => link.querySelector('title')?.textContent === '办理中·超期 3件，查看明细')
  expect(late!.getAttribute('href')).toBe('/problems?overdue=true&sort=due_on&status=in_progress')
  expect(says('样本不足')).toBe(true)
})

it('never asks the statistics two things at a time', async () => {
  let [running, most] = [0, 0]
  server.on('GET /api/v1/statistics', async ({ query }) => {
    most = Math.max(most, ++running)
    await Promise.resolve()
    running -= 1
    return json({ rows: ROWS[query.get('group_by') ?? ''] ?? [], totals })
  })
  await stage(PageOverview)
  await whole()
  expect(server.to('GET /api/v1/statistics').length).toBeGreaterThanOrEqual(11)
  expect(most).toBe(1)
})

it('says in each frame what could not be had, and shows the rest', async () => {
  server.on('GET /api/v1/calendar/due', () => refusal(503, 'overloaded', '系统繁忙，请稍后再试。'))
  await stage(PageOverview)
  await whole()
  const failed = [...page().querySelectorAll('section')].filter((one) => one.querySelector('[role=alert]'))
  expect(failed.map((one) => textOf(one.querySelector('h2')))).toEqual(['要到期的'])
  expect(textOf(failed[0])).toContain('系统繁忙')
})

it('counts for a department what it leads, and sets nobody beside it', async () => {
  await asUser(server, { role: 'department_staff', park_id: null, department_id: 7 })
  await stage(PageOverview)
  await whole()
  expect(headings()).not.toContain('各承办单位在办')
  const counted = server.to('GET /api/v1/problems').map((one) => one.query.get('count_of'))
  expect(counted.length).toBeGreaterThan(8)
  expect(counted.every(Boolean)).toBe(true)
})

it('asks for all the figures only where somebody opens them', async () => {
  await stage(PageOverview)
  await whole()
  expect(server.to('GET /api/v1/reports/weekly')).toHaveLength(0)
  page().querySelector<HTMLElement>('summary')!.click()
  await eventually(() => expect(says('分项')).toBe(true))
})
