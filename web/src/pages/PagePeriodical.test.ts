import { beforeEach, expect, it } from 'vitest'
import { json, Server } from '@/testing/server'
import { asUser, button, buttons, click, page, says, stage, textOf } from '@/testing/stage'
import PagePeriodical from './PagePeriodical.vue'

const server = new Server()
const report = (told: object) => ({ status: 'draft', number: null, closed_at: null, sentence: '共走访30余次。', park_id: null, ...told })
const JULY = report({ kind: 'month', week: '2021-07', from: '2021-07-01', to: '2021-07-31' })
const AUGUST = report({ kind: 'month', week: '2021-08', from: '2021-08-01', to: '2021-08-31' })
const MONTHLY = 'GET /api/v1/reports/monthly'

beforeEach(async () => {
  await asUser(server, { role: 'coordinator', park_id: null })
  server.on(MONTHLY, ({ query }) => {
    if (query.get('format') === 'html') return new Response('<p>月报</p>')
    if (query.get('format') === 'docx') return new Response('docx')
    return json(query.get('month') === '2021-08' ? AUGUST : JULY)
  })
})

it('shows the last month that is over, which is not issued here', async () => {
  await stage(PagePeriodical, { kind: 'monthly' }, '/reports/monthly')
  expect(textOf(page().querySelector('h1'))).toBe('月报')
  expect(says('数字随登记变动，签发后固定')).toBe(true)
  expect(buttons()).not.toContain('签发')
  expect(button('下一月').disabled).toBe(false)
  await click('下载 Word')
  const asked = server.to(MONTHLY).find((one) => one.query.get('format') === 'docx')
  expect(asked?.query.get('month')).toBe('2021-07')
})

it('goes no further than the month that runs', async () => {
  await stage(PagePeriodical, { kind: 'monthly' }, '/reports/monthly?month=2021-08')
  expect(says('本月尚未结束，数字截至今日')).toBe(true)
  expect(button('下一月').disabled).toBe(true)
  await click('上一月')
  const asked = server.to(MONTHLY).map((one) => one.query.get('month'))
  expect(asked.slice(-1)).toEqual(['2021-07'])
})

it('leads to the other lengths of time, of the same park', async () => {
  await stage(PagePeriodical, { kind: 'monthly' }, '/reports/monthly?park_id=3&month=2021-07')
  const ways = [...page().querySelectorAll('nav[aria-label=报告周期] a')].map((one) => [textOf(one), one.getAttribute('href'), one.getAttribute('aria-current')])
  expect(ways).toEqual([
    ['周', '/reports/weekly?park_id=3', null],
    ['月', '/reports/monthly?park_id=3', 'page'],
    ['季', '/reports/quarterly?park_id=3', null],
  ])
})
