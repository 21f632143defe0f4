// @vitest-environment jsdom
import { expect, it, vi } from 'vitest'
import { page, stage, textOf } from '@/testing/stage'
import type { Bar, Column, Pair, Segment } from './chart'
import ChartBars from './ChartBars.vue'
import ChartColumns from './ChartColumns.vue'
import ChartHeat from './ChartHeat.vue'
import ChartPairs from './ChartPairs.vue'
import ChartPanel from './ChartPanel.vue'
import ChartSpark from './ChartSpark.vue'
import ChartStrip from './ChartStrip.vue'

const LONG = '城乡建设和生态环境局'.repeat(6)
const to = (what: string) => `/problems?what=${what}`
const mark = (value: number, label: string) => ({ value, label: `${label} ${value}件`, to: to(label) })
const links = () => [...page().querySelectorAll('main a')]
const addresses = () => links().map((one) => one.getAttribute('href'))
const texts = () => [...page().querySelectorAll('main svg text')].map(textOf)

it('draws a strip whose pieces are links in the picture itself', async () => {
  const segments: Segment[] = [
    { key: 'a', name: '待派单', ink: 'amber', ...mark(5, 'a') },
    { key: 'b', name: '待签收', ink: 'amber', ...mark(0, 'b') },
    { key: 'c', name: '办理中·超期', ink: 'red', ...mark(995, 'c') },
  ]
  await stage(ChartStrip, { segments, label: '各环节' })
  expect(addresses()).toEqual([to('a'), to('c')])
  expect(links()[0]!.namespaceURI).toBe('http://www.w3.org/2000/svg')
  expect(links()[0]!.querySelector('title')!.textContent).toBe('a 5件，查看明细')
  expect(links()[0]!.getAttribute('role') ?? 'link').toBe('link')
  expect(texts()).toContain('995')
  // What has no room beneath its piece, or nothing to show, is named beside.
  expect(textOf(page().querySelector('ul'))).toBe('待派单 5待签收 0')
})

it('hatches what is late, each with a pattern of its own', async () => {
  const segments: Segment[] = ['a', 'b'].map((key) => ({ key, name: key, ink: 'red', ...mark(3, key) }))
  await stage(ChartStrip, { segments, label: '各环节' })
  const ids = [...page().querySelectorAll('pattern')].map((one) => one.id)
  expect(new Set(ids).size).toBe(2)
  expect(page().querySelector('.hatch')!.getAttribute('fill')).toBe(`url(#${ids[0]})`)
})

it('draws a column a day, with its number, and no link where nothing ends', async () => {
  const columns: Column[] = [
    { key: '16', name: '16日', under: '今日', ink: 'amber', ...mark(2, '16') },
    { key: '17', name: '17日', under: '明日', ink: 'amber', ...mark(0, '17') },
  ]
  await stage(ChartColumns, { columns, label: '到期' })
  expect(texts()).toEqual(['2', '16日', '今日', '0', '17日', '明日'])
  expect(addresses()).toEqual([to('16')])
})

it('draws pairs of bars and a line over them', async () => {
  const pairs: Pair[] = [31, 32].map((week) => ({
    key: String(week),
    name: `第${week}周`,
    bars: [mark(week, `收集${week}`), mark(2, `办结${week}`)],
    point: mark(39, `未办结${week}`),
  }))
  await stage(ChartPairs, { pairs, label: '走势' })
  expect(addresses()).toEqual(['未办结31', '收集31', '办结31', '未办结32', '收集32', '办结32'].map(to))
  expect(page().querySelector('polyline')!.getAttribute('points')!.split(' ')).toHaveLength(2)
})

it('draws bars of parts, with a name of any length, and what they come to', async () => {
  const bar = (name: string, late: number, rest: number): Bar => ({
    key: name,
    name,
    parts: [
      { name: '超期', ink: 'red', ...mark(late, `${name}超期`) },
      { name: '未超期', ink: 'pale', ...mark(rest, `${name}未超期`) },
    ],
    end: { text: '69.0%', label: `${name}办结率`, to: null },
  })
  await stage(ChartBars, { groups: [{ title: '区直部门', bars: [bar(LONG, 3, 9), bar('公安分局', 0, 1)] }], label: '在办', most: 12 })
  expect(addresses()).toEqual([to(`${LONG}超期`), to(`${LONG}未超期`), to('公安分局未超期')])
  expect(texts()).toContain('超期 3 · 未超期 9')
  expect(texts()[0]).toBe('区直部门')
  expect(texts()[1]).toMatch(/…$/)
})

it('is a table where it is a heat map: the number stands in its cell', async () => {
  const rows = [{ key: '4', name: '用电', cells: [mark(14, '沙河用电'), mark(0, '创新用电')] }]
  await stage(ChartHeat, { columns: [{ key: '1', name: '沙河' }, { key: '2', name: '创新' }], rows, most: 14, label: '未办结' })
  expect(addresses()).toEqual([to('沙河用电')])
  expect([...page().querySelectorAll('tbody td')].map((one) => one.className)).toEqual(['shade-5', 'shade-0'])
})

it('has a spark only of what is a line', async () => {
  await stage(ChartSpark, { values: [null, 3] })
  expect(page().querySelector('polyline')).toBeNull()
  await stage(ChartSpark, { values: [null, 3, 4] })
  expect(page().querySelector('polyline')).not.toBeNull()
})

const table = { head: ['环节', '件数'], rows: [{ key: 'a', name: '待派单', cells: [{ text: '5', label: '待派单 5件', to: to('a') }] }] }

it('shows the same numbers as a table, with the same links', async () => {
  await stage(ChartPanel, { title: '环节', ready: true, table })
  const button = page().querySelector<HTMLButtonElement>('main button')!
  expect(button.getAttribute('aria-label')).toBe('环节：看表格')
  button.click()
  await vi.waitFor(() => expect(addresses()).toEqual([to('a')]))
  expect(page().querySelector('caption')!.textContent).toBe('环节')
})

it('says that it is loading, that it failed, and that there is nothing', async () => {
  const retry = vi.fn()
  await stage(ChartPanel, { title: '环节', ready: false, table })
  expect(page().querySelector('.el-skeleton')).not.toBeNull()
  expect(page().querySelector('main button')).toBeNull()
  page().innerHTML = ''
  await stage(ChartPanel, { title: '环节', ready: false, error: new Error('x'), onRetry: retry })
  page().querySelector<HTMLButtonElement>('[role=alert] button')!.click()
  expect(retry).toHaveBeenCalled()
  page().innerHTML = ''
  await stage(ChartPanel, { title: '环节', ready: true, empty: true, emptyText: '没有。', table })
  expect(textOf(page())).toContain('没有。')
})
