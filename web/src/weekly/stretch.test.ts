import { describe, expect, it } from 'vitest'
import { choices, moved } from './stretch'

const TODAY = '2021-08-16'

describe('the weeks to choose from', () => {
  it('begin with the running one and go back', () => {
    expect(choices('weekly', '2021-08-15', TODAY).slice(0, 3)).toEqual([
      { value: '2021-08-22', label: '8月16日至8月22日（进行中）' },
      { value: '2021-08-15', label: '8月9日至8月15日' },
      { value: '2021-08-08', label: '8月2日至8月8日' },
    ])
  })

  it('end on the weekday on which the server’s weeks end, however far away the known one is', () => {
    for (const known of ['2021-08-07', '2020-01-04', '2021-09-04']) expect(choices('weekly', known, TODAY)[0]?.value).toBe('2021-08-21')
  })

  it('count the last day as running until it is over', () => {
    expect(choices('weekly', '2021-08-15', '2021-08-15')[0]?.value).toBe('2021-08-15')
  })
})

it('months and quarters go back over the turn of the year', () => {
  const months = choices('monthly', '2021-07', '2021-01-05')
  expect(months.slice(0, 2)).toEqual([
    { value: '2021-01', label: '2021年1月（进行中）' },
    { value: '2020-12', label: '2020年12月' },
  ])
  const quarters = choices('quarterly', '2021-Q2', '2021-03-31')
  expect(quarters.slice(0, 2)).toEqual([
    { value: '2021-Q1', label: '2021年第1季度（进行中）' },
    { value: '2020-Q4', label: '2020年第4季度' },
  ])
})

it('one step on leads to the next', () => {
  expect(moved('weekly', '2021-12-26', 1)).toBe('2022-01-02')
  expect(moved('monthly', '2021-12', 1)).toBe('2022-01')
  expect(moved('quarterly', '2021-Q4', 1)).toBe('2022-Q1')
  expect(moved('quarterly', '2021-Q1', -1)).toBe('2020-Q4')
})
