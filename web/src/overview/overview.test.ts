import { describe, expect, it } from 'vitest'
import type { Schemas } from '@/api/client'
import type { Row } from '@/statistics/figures'
import { columns, dueNote, key, near, stretches } from './due'
import { heat, parksOf } from './heat'
import { cards, change, isThin, share, type Known } from './numbers'
import { segments, STAGES } from './stages'
import { queue } from './turn'
import { units, worst } from './units'
import { lastWeeks, pairs, weekDays, weekNumber } from './weeks'

const TODAY = '2021-08-16'
const days = { from: '2021-01-01', to: TODAY, as_of: TODAY }
const rate = (numerator: number, denominator: number): Schemas['Rate'] => ({
  numerator,
  denominator,
  percent: denominator ? ((numerator / denominator) * 100).toFixed(1) : null,
})
const rates = (more: object = {}) => ({
  resolve: rate(725, 1031),
  on_time: rate(399, 957),
  satisfaction: rate(10, 10),
  follow_up: rate(10, 20),
  ...more,
})
const row = (told: object): Row =>
  ({ key: { name: '合计' }, collected: 0, outstanding: 0, overdue: 0, rates: rates(), period: { due: 1, rates: rates() }, ...told }) as unknown as Row

describe('the weeks', () => {
  it('end with the running one, up to today', () => {
    const weeks = lastWeeks('2021-08-18', 3)
    expect(weeks).toEqual([
      { from: '2021-08-02', to: '2021-08-08' },
      { from: '2021-08-09', to: '2021-08-15' },
      { from: '2021-08-16', to: '2021-08-18' },
    ])
  })

  it('are numbered and named by their days, over the turn of the year too', () => {
    expect(['2021-01-04', '2021-08-09', '2020-12-28', '2021-12-27', '2022-01-03'].map(weekNumber)).toEqual([1, 32, 53, 52, 1])
    expect(weekDays({ from: '2021-08-09', to: '2021-08-15' })).toBe('8月9日—15日')
    expect(weekDays({ from: '2021-07-26', to: '2021-08-01' })).toBe('7月26日—8月1日')
    expect(weekDays({ from: TODAY, to: TODAY })).toBe('8月16日')
  })

  it('open the rows that were counted for each of their marks', () => {
    const week = { from: '2021-08-09', to: '2021-08-15' }
    const [pair] = pairs([week, { from: TODAY, to: TODAY }], [row({ outstanding: 39, period: { collected: 49, resolved: 15 } }), undefined])
    expect(pair!.bars.map((bar) => [bar.label, bar.to])).toEqual([
      ['第32周（8月9日—15日）收集 49件', { path: '/problems', query: { count_of: 'period.collected', ...week, as_of: week.to } }],
      ['第32周（8月9日—15日）办结 15件', { path: '/problems', query: { count_of: 'period.resolved', ...week, as_of: week.to } }],
    ])
    expect(pair!.point).toMatchObject({ value: 39, to: { query: { count_of: 'outstanding', as_of: week.to } } })
  })
})

describe('the stages', () => {
  it('hold every open state once, and what waits for a follow-up', () => {
    const told = STAGES.map(({ filters }) => `${filters.status.join()} ${filters.overdue ?? ''}`.trim())
    expect(told).toEqual(['reported', 'returned', 'dispatched', 'in_progress false', 'in_progress true', 'suspended', 'resolved', 'tracking'])
  })

  it('open the rows behind them; of a department those that it leads', () => {
    const late = segments({ late: 232 }, false).find((one) => one.key === 'late')!
    expect(late).toMatchObject({ value: 232, to: { path: '/problems', query: { status: ['in_progress'], overdue: 'true' } } })
    const counts = segments({}, true).map((one) => (one.to as { query: { count_of: string } }).query.count_of)
    expect(new Set(counts)).toEqual(new Set(['outstanding', 'resolved']))
  })

  it('name 退回待裁定 only where something waits for it', () => {
    const names = (counts: Record<string, number>) => segments(counts, false).map((one) => one.key)
    expect(names({})).not.toContain('returned')
    expect(names({ returned: 1 })).toContain('returned')
  })
})

describe('what falls due', () => {
  const day = (date: string, counted: boolean) => ({ date, counted, why: '' })
  const calendar = [
    day('2021-08-15', false),
    day(TODAY, true),
    day('2021-08-17', true),
    ...['18', '19', '20'].map((one) => day(`2021-08-${one}`, true)),
    day('2021-08-21', false),
    day('2021-08-22', false),
    day('2021-08-23', true),
  ]
  const all = stretches(calendar, TODAY)

  it('is asked for day by day from today, days off together', () => {
    expect(all.map(key)).toEqual([TODAY, '2021-08-17', '2021-08-18', '2021-08-19', '2021-08-20'].map((one) => `${one}/${one}`).concat('2021-08-21/2021-08-22', '2021-08-23/2021-08-23'))
    expect(dueNote(all, TODAY)).toBe('8月16日起十个工作日（21—22日休）')
  })

  it('is amber today and tomorrow, and has no column for days off without anything', () => {
    const drawn = columns(all, { [key(all[0]!)]: 2, [key(all[1]!)]: 9 }, TODAY, false)
    expect(drawn.map((one) => [one.name, one.under, one.value, one.ink])).toEqual([
      ['16日', '今日', 2, 'amber'],
      ['17日', '明日', 9, 'amber'],
      ['18日', '三', 0, 'blue'],
      ['19日', '四', 0, 'blue'],
      ['20日', '五', 0, 'blue'],
      ['23日', '一', 0, 'blue'],
    ])
    expect(drawn[1]!.to).toEqual({ path: '/problems', query: { due_from: '2021-08-17', due_to: '2021-08-17', sort: 'due_on' } })
    expect(drawn[1]!.label).toBe('8月17日星期二到期 9件')
  })

  it('on a day off has a column, where something does', () => {
    const off = columns(all, { '2021-08-21/2021-08-22': 1 }, TODAY, false).find((one) => one.under === '休')
    expect(off).toMatchObject({ value: 1, label: '8月21日至8月22日（休息日）到期 1件' })
  })

  it('knows today, tomorrow and the rest of the week', () => {
    expect(near('2021-08-18')).toEqual({
      today: { from: '2021-08-18', to: '2021-08-18' },
      tomorrow: { from: '2021-08-19', to: '2021-08-19' },
      week: { from: '2021-08-18', to: '2021-08-22' },
    })
  })
})

describe('the big numbers', () => {
  const known = (more: Partial<Known> = {}): Known => ({
    row: row({ collected: 1031, outstanding: 305, overdue: 232 }),
    days,
    today: TODAY,
    weeks: [row({ outstanding: 39, overdue: 1, rates: rates({ resolve: rate(60, 100) }) }), row({ outstanding: 305, overdue: 232 })],
    due: { '2021-08-16/2021-08-16': 2, '2021-08-17/2021-08-17': 5, '2021-08-16/2021-08-22': 38 },
    ofDepartment: false,
    ...more,
  })
  const card = (name: string, more: Partial<Known> = {}) => cards(known(more)).find((one) => one.key === name)!
  const facts = (name: string) => card(name).facts.map((one) => one.text).join('')

  it('stand beside the end of last week', () => {
    expect(card('outstanding')).toMatchObject({ value: '305', change: '较上周末 +266', spark: [39, 305] })
    expect(card('overdue')).toMatchObject({ value: '232', change: '较上周末 +231', tone: 'red' })
    expect(card('resolve')).toMatchObject({ value: '70.3%', of: '累计', change: '较上周末 +10.3个百分点' })
    expect([change(3, 3), change(3, 5), change(3, undefined)]).toEqual(['较上周末持平', '较上周末 −2', null])
  })

  it('say what they are made of, each part opening its rows', () => {
    expect(facts('overdue')).toBe('占未办结 76%')
    expect(facts('due')).toBe('今日 2 · 明日 5')
    expect(facts('on_time')).toBe('399 / 957')
    expect(card('on_time').facts[0]!.to).toMatchObject({ query: { count_of: 'period.on_time', from: '2021-01-01', to: TODAY } })
    expect(card('on_time').of).toBe('今年以来')
    expect(card('due').to).toMatchObject({ query: { due_from: TODAY, due_to: '2021-08-22' } })
    expect(share(1, 0)).toBe('—')
  })

  it('are grey where few answered or few were reached', () => {
    expect(card('satisfaction')).toMatchObject({ tone: 'green', of: '累计', change: '回访率 50.0%' })
    for (const few of [rates({ satisfaction: rate(4, 4) }), rates({ follow_up: rate(2, 10) })]) {
      expect(card('satisfaction', { row: row({ rates: few }) })).toMatchObject({ tone: 'grey', of: '样本不足', spark: [] })
    }
    expect(isThin(rates({ satisfaction: rate(5, 5), follow_up: rate(3, 10) }) as Schemas['Rates'])).toBe(false)
  })

  it('wait for what has not come yet, without making anything up', () => {
    const early = cards(known({ weeks: [undefined, undefined], due: undefined }))
    expect(early.map((one) => one.change)).toEqual([null, null, '', null, null, '回访率 50.0%'])
    expect(early.find((one) => one.key === 'due')!.value).toBe('…')
  })
})

describe('the units', () => {
  const unit = (id: number | null, name: string, outstanding: number, overdue: number, due = 1) =>
    row({ key: { department_id: id, name }, outstanding, overdue, rates: rates({ resolve: rate(1, 2) }), period: { due } })
  const rows = [unit(1, '电力', 9, 3), unit(2, '公安', 12, 3), unit(3, '银行', 1, 0, 0), unit(4, '科技', 0, 0), unit(null, '未派单', 2, 0)]

  it('have the most late first, those with nothing due apart, those with nothing in hand in a line', () => {
    const found = units(rows, [], days)
    expect(found.groups.map((group) => [group.title, group.bars.map((bar) => bar.name)])).toEqual([
      ['未分组', ['公安', '电力']],
      ['本期无应办结事项', ['银行']],
      ['没有承办单位（未派单、现场办结）', ['未派单']],
    ])
    expect(found.idle).toEqual(['科技'])
    expect(found.most).toBe(12)
  })

  it('split what is open into late and not, and each part opens its rows', () => {
    const [late, rest] = units(rows, [], days).groups[0]!.bars[0]!.parts
    expect(late).toMatchObject({ value: 3, to: { query: { count_of: 'overdue', department_id: '2' } } })
    expect(rest).toMatchObject({ value: 9, to: { query: { count_of: 'outstanding', overdue: 'false', department_id: '2' } } })
  })

  it('are named in the sentence by how many are late', () => {
    expect(worst(rows, 2).map((one) => one.key.name)).toEqual(['电力', '公安'])
    expect(worst([unit(1, '电力', 9, 0)], 2)).toEqual([])
  })
})

describe('parks by category', () => {
  const park = (id: number, outstanding: number) => row({ key: { park_id: id, name: `园区${id}` }, outstanding })
  const category = (id: number | null, outstanding: number) => row({ key: { category_id: id, name: `类${id}` }, outstanding })

  it('are those with the most open cases', () => {
    const many = [park(1, 0), ...Array.from({ length: 9 }, (_, at) => park(at + 2, at + 1))]
    expect(parksOf(many).map((one) => one.outstanding)).toEqual([9, 8, 7, 6, 5, 4])
  })

  it('stand in cells that open their rows, without a category too', () => {
    const drawn = heat([{ park: park(3, 5), categories: [category(4, 2), category(null, 3), category(5, 0)] }], days)
    expect(drawn.rows.map((one) => one.name)).toEqual(['类null', '类4'])
    expect(drawn.rows[0]!.cells[0]).toMatchObject({ value: 3, to: { query: { count_of: 'outstanding', park_id: '3', category_id: 'null' } } })
    expect(drawn.most).toBe(3)
    expect(heat([], days)).toEqual({ columns: [], rows: [], most: 0 })
  })
})

it('asks one question after the other, also after one that failed', async () => {
  const told: string[] = []
  const inTurn = queue()
  const ask = (name: string, fails = false) =>
    inTurn(async () => {
      told.push(`${name} asked`)
      await Promise.resolve()
      told.push(`${name} done`)
      if (fails) throw new Error(name)
    })
  const first = ask('a', true)
  const second = ask('b')
  await expect(first).rejects.toThrow('a')
  await second
  expect(told).toEqual(['a asked', 'a done', 'b asked', 'b done'])
})
