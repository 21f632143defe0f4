// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest'
import { problem } from '@/testing/problems'
import { json, list, refusal, Server } from '@/testing/server'
import { asUser, click, eventually, page, says, stage, textOf } from '@/testing/stage'
import DueDays from './DueDays.vue'

const server = new Server()
const DAYS = ['16', '17', '18', '19', '20', '21', '22', '23', '24', '25', '26', '27']
const OFF = ['21', '22']
const clock = (due_on: string) => ({ due_on, original_due_on: due_on, provisional: false, light: 'green' as const, remaining_working_days: 1, why: [] })
const due = (id: number, due_on: string) => problem({ id, clocks: { solve: clock(due_on) } })
const PROBLEMS = 'GET /api/v1/problems'
const links = () => [...page().querySelectorAll('a')].map((one) => one.getAttribute('aria-label'))

beforeEach(async () => {
  await asUser(server, { role: 'coordinator', park_id: null })
  server.on('GET /api/v1/calendar/due', () => json({ due_on: '2021-08-27', provisional: false, days: DAYS.map((one) => ({ date: `2021-08-${one}`, counted: !OFF.includes(one) })) }))
  server.on('GET /api/v1/calendar/2021', () => json({ year: 2021, off: ['2021-08-20'], work: ['2021-08-28'], published: true, version: 1 }))
  server.on(PROBLEMS, () => list([due(1, '2021-08-17'), due(2, '2021-08-17'), due(3, '2021-08-22')]))
})

describe('the next ten working days', () => {
  it('show what is due on each with one question, days off only where something ends on them', async () => {
    await stage(DueDays)
    expect(server.to(PROBLEMS)).toHaveLength(1)
    expect(Object.fromEntries(server.to(PROBLEMS)[0]!.query)).toMatchObject({ due_from: '2021-08-16', due_to: '2021-08-27' })
    expect(page().querySelectorAll('li')).toHaveLength(11)
    expect(links()).toEqual(['8月17日 星期二到期 2 件', '8月21日至8月22日（休息日）到期 1 件'])
    expect(page().querySelector('a')?.getAttribute('href')).toBe('/problems?due_from=2021-08-17&due_to=2021-08-17&sort=due_on')
    expect(textOf(page().querySelector('a'))).toBe('明日 8月17日2')
  })

  it('count of a department what it leads, as the rows behind them', async () => {
    await asUser(server, { role: 'department_staff', park_id: null, department_id: 2 })
    await stage(DueDays)
    expect(server.to(PROBLEMS)[0]!.query.get('count_of')).toBe('outstanding')
    expect(page().querySelector('a')?.getAttribute('href')).toContain('count_of=outstanding')
  })

  it('say why they can’t be shown', async () => {
    server.on(PROBLEMS, () => refusal(503, 'overloaded', '服务器繁忙'))
    await stage(DueDays)
    await eventually(() => expect(says('服务器繁忙')).toBe(true))
  })
})

describe('the month', () => {
  it('has Monday first, holidays and worked weekends by their words, and opens the rows of a day', async () => {
    await stage(DueDays)
    await click('月历')
    await eventually(() => expect(says('2021年8月')).toBe(true))
    const table = () => page().querySelector('table')!
    await eventually(() => expect(textOf(table())).toContain('20休'))
    expect(textOf(table().querySelector('thead'))).toBe('一二三四五六日')
    expect(textOf(table())).toContain('28班')
    // The first was a Sunday.
    expect(table().querySelectorAll('tbody tr')[0]!.querySelectorAll('td')[6]!.textContent).toContain('1')
    const asked = server.to(PROBLEMS).map((one) => [one.query.get('due_from'), one.query.get('due_to')])
    expect(asked).toContainEqual(['2021-08-01', '2021-08-31'])
    expect([...table().querySelectorAll('a')].map((one) => one.getAttribute('aria-label'))).toEqual(['8月17日到期 2 件', '8月22日（周末）到期 1 件'])
    await click('下个月')
    await eventually(() => expect(says('2021年9月')).toBe(true))
  })
})
