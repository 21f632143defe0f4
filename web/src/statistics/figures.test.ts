import { describe, expect, it } from 'vitest'
import { behind, groupQuery, percent, sorted, type Row } from './figures'

const days = { from: '2021-08-09', to: '2021-08-15', as_of: '2021-08-15' }
const row = (name: string, collected: number, key: object = {}) => ({ key: { name, ...key }, collected }) as unknown as Row

describe('the rows behind a number', () => {
  it('are asked for as the number was counted', () => {
    expect(behind('solved', days, true, { park_id: '3' })).toEqual({
      path: '/problems',
      query: { count_of: 'period.solved', from: '2021-08-09', to: '2021-08-15', as_of: '2021-08-15', park_id: '3' },
    })
    expect(behind('overdue', days, false)).toMatchObject({ query: { count_of: 'overdue' } })
  })

  it('are those of the period for numbers that exist in one only', () => {
    expect(behind('on_time', days, false)).toMatchObject({ query: { count_of: 'period.on_time' } })
  })

  it('are visits for visits, all of them up to the day for a cumulative count', () => {
    expect(behind('visits', days, true, { park_id: '3' })).toEqual({
      path: '/visits',
      query: { park_id: '3', counted_from: '2021-08-09', counted_to: '2021-08-15' },
    })
    expect(behind('visits', days, false)).toEqual({ path: '/visits', query: { counted_to: '2021-08-15' } })
  })

  it('are none where visits have no such property or may not be read', () => {
    expect(behind('visits', days, false, { category_id: '4' })).toBeNull()
    expect(behind('visits', days, false, {}, false)).toBeNull()
  })
})

describe('a group', () => {
  it('is filtered by its id or word', () => {
    expect(groupQuery('park', row('沙河', 1, { park_id: 3 }))).toEqual({ park_id: '3' })
    expect(groupQuery('source', row('走访', 1, { source: 'visit' }))).toEqual({ source: 'visit' })
  })

  it('of what has none is filtered by the word null', () => {
    expect(groupQuery('department', row('未派单', 1, { department_id: null }))).toEqual({ department_id: 'null' })
  })
})

it('shows no rate over nothing', () => {
  expect(percent({ numerator: 12, denominator: 16, percent: '75.0' })).toBe('75.0%')
  expect(percent({ numerator: 0, denominator: 0, percent: null })).toBe('—')
})

it('puts the largest first and keeps the order of equals', () => {
  const rows = [row('甲', 0), row('乙', 4), row('丙', 0), row('丁', 9)]
  expect(sorted(rows, (one) => one.collected).map((one) => one.key.name)).toEqual(['丁', '乙', '甲', '丙'])
})
