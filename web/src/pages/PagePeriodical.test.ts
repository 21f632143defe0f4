// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest'
import { json, refusal, Server } from '@/testing/server'
import { asUser, button, buttons, click, eventually, field, page, says, stage, submit, textOf, type } from '@/testing/stage'
import PagePeriodical from './PagePeriodical.vue'

const server = new Server()
const report = (told: object) => ({ status: 'draft', number: null, closed_at: null, sentence: '共走访30余次。', park_id: null, ...told })
const JULY = report({ kind: 'month', week: '2021-07', from: '2021-07-01', to: '2021-07-31' })
const AUGUST = report({ kind: 'month', week: '2021-08', from: '2021-08-01', to: '2021-08-31' })
const MONTHLY = 'GET /api/v1/reports/monthly'
const ISSUED = report({ ...JULY, status: 'closed', number: '2021年第7期', closed_at: '2021-08-16T09:00:00+08:00' })
const ISSUE = 'POST /api/v1/reports/monthly/issue'
const OPEN = '签发月报'

/** The dialog, with what has to be ticked. */
async function asked() {
  await stage(PagePeriodical, { kind: 'monthly' }, '/reports/monthly')
  await click(OPEN)
  page().querySelector<HTMLInputElement>('.el-dialog input[type=checkbox]')?.click()
}

beforeEach(async () => {
  await asUser(server, { role: 'coordinator', park_id: null })
  server.on(MONTHLY, ({ query }) => {
    if (query.get('format') === 'html') return new Response('<p>月报</p>')
    if (query.get('format') === 'docx') return new Response('docx')
    return json(query.get('month') === '2021-08' ? AUGUST : JULY)
  })
})

it('shows the last month that is over, a draft until it is issued', async () => {
  await stage(PagePeriodical, { kind: 'monthly' }, '/reports/monthly')
  expect(textOf(page().querySelector('h1'))).toBe('月报')
  expect(says('统计稿')).toBe(true)
  expect(says('数字随登记变动，签发后固定')).toBe(true)
  expect(button('下一月').disabled).toBe(false)
  await click('下载 Word')
  const asked = server.to(MONTHLY).find((one) => one.query.get('format') === 'docx')
  expect(asked?.query.get('month')).toBe('2021-07')
  // As it would be issued: its ledgers as of yesterday.
  const drawn = server.to(MONTHLY).filter((one) => ['html', 'docx'].includes(one.query.get('format') ?? ''))
  expect(drawn.map((one) => one.query.get('as_of'))).toEqual(['2021-08-15', '2021-08-15'])
})

it('goes no further than the month that runs', async () => {
  await stage(PagePeriodical, { kind: 'monthly' }, '/reports/monthly?month=2021-08')
  expect(says('本月尚未结束，数字截至今日')).toBe(true)
  expect(button('下一月').disabled).toBe(true)
  expect(buttons()).not.toContain(OPEN)
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

describe('issuing a month', () => {
  it('says what it means, proposes the next number, and shows the month as issued', async () => {
    server.on(ISSUE, () => {
      server.on(MONTHLY, ({ query }) => (query.get('format') === 'html' ? new Response('<p>月报</p>') : json(ISSUED)))
      return json(ISSUED)
    })
    await stage(PagePeriodical, { kind: 'monthly' }, '/reports/monthly')
    await click(OPEN)
    expect(says('（2021年7月）')).toBe(true)
    expect(says('不能撤销、不能改动')).toBe(true)
    expect(says('其他台账统计至签发前一日（8月15日）')).toBe(true)
    expect(field('期号').value).toBe('2021年第7期')
    await submit()
    expect(server.to(ISSUE)).toHaveLength(0)
    page().querySelector<HTMLInputElement>('.el-dialog input[type=checkbox]')?.click()
    await submit()
    await eventually(() => expect(buttons()).not.toContain(OPEN))
    await eventually(() => expect(page().querySelector('.el-dialog')).toBeNull())
    expect(server.to(ISSUE)[0]?.body).toEqual({ month: '2021-07', number: '2021年第7期' })
    expect(textOf(page().querySelector('.row.head'))).toContain('已签发2021年第7期数字已固定，不再变动 （2021-08-16 09:00）')
  })

  it('without a number leaves it to the server', async () => {
    server.on(ISSUE, () => json(ISSUED))
    await asked()
    await type('期号', ' ')
    await submit()
    expect(server.to(ISSUE)[0]?.body).toEqual({ month: '2021-07', number: null })
  })

  it('says why it is refused, as the server says it', async () => {
    const why = '月报统计至前一日（8月15日），该日所在的周尚未封存；请于8月23日、上一周周报签发或封存后当日签发月报'
    server.on(ISSUE, () => refusal(409, 'report.day_not_closed', why))
    await asked()
    await submit()
    await eventually(() => expect(says(why)).toBe(true))
  })

  it('is the coordinator’s alone', async () => {
    await asUser(server, { role: 'leader', park_id: null })
    await stage(PagePeriodical, { kind: 'monthly' }, '/reports/monthly')
    expect(says('统计稿')).toBe(true)
    expect(buttons()).not.toContain(OPEN)
  })
})
