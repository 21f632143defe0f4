import { describe, expect, it } from 'vitest'
import { readFilters } from './filters'
import { presets, same } from './presets'
import { openView, readViews, saveView } from './views'

describe('a saved view', () => {
  const week = { status: [], count_of: 'period.collected', from: '2021-08-16', to: '2021-08-18' }

  it('of this week is of the week in which it is opened', () => {
    const view = saveView('本周', week, '2021-08-18')
    expect(openView(view, '2021-08-25')).toEqual({ ...week, from: '2021-08-23', to: '2021-08-25' })
  })

  it('of other days keeps them', () => {
    const view = saveView('那周', week, '2021-08-20')
    expect(openView(view, '2021-08-25')).toEqual(week)
  })

  it('moves the days of reporting with the month', () => {
    const view = saveView('本月', { status: ['reported'], reported_from: '2021-08-01', reported_to: '2021-08-18' }, '2021-08-18')
    expect(openView(view, '2021-09-02')).toEqual({ status: ['reported'], reported_from: '2021-09-01', reported_to: '2021-09-02' })
  })

  it('that makes no sense any more is left out', () => {
    expect(readViews([{ name: '甲', filters: { status: [] } }, { name: '乙' }, null, 3])).toEqual([
      { name: '甲', filters: { status: [] }, spans: {} },
    ])
    expect(readViews('x')).toEqual([])
  })
})

it('a preset is recognised in the address, however it is sorted', () => {
  const [, week] = presets('2021-08-18')
  const address = readFilters({ sort: 'due_on', to: '2021-08-18', from: '2021-08-16', count_of: 'period.collected' })
  expect(same(week!.filters, address)).toBe(true)
  expect(same(week!.filters, { ...address, park_id: '3' })).toBe(false)
})
