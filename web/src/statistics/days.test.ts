import { expect, it } from 'vitest'
import { daysOf } from './days'

const now = '2021-08-18'

it('counts everything up to today unless the address says otherwise', () => {
  expect(daysOf({}, now)).toEqual({ from: '2021-01-01', to: now, as_of: now })
  expect(daysOf({ as_of: '2021-08-01' }, now)).toMatchObject({ to: '2021-08-01', as_of: '2021-08-01' })
})

it('knows this week, the last one and this month', () => {
  expect(daysOf({ span: 'week' }, now).from).toBe('2021-08-16')
  expect(daysOf({ span: 'last_week' }, now)).toEqual({ from: '2021-08-09', to: '2021-08-15', as_of: '2021-08-15' })
  expect(daysOf({ span: 'month' }, now).from).toBe('2021-08-01')
})

it('never asks for the future, nor for a period that ends before it starts', () => {
  expect(daysOf({ as_of: '2030-01-01' }, now).as_of).toBe(now)
  expect(daysOf({ span: 'own', from: '2021-09-01', to: '2021-08-10', as_of: '2021-08-01' }, now)).toEqual({
    from: '2021-08-10',
    to: '2021-08-10',
    as_of: '2021-08-10',
  })
})

it('ignores what is no day and no span', () => {
  expect(daysOf({ span: 'decade', as_of: 'x' }, now)).toEqual(daysOf({}, now))
})
