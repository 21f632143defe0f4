import { describe, expect, it } from 'vitest'
import { day, instant, mondayOf, plusDays } from './time'

describe('days', () => {
  it('are shown with their year only where it is another one', () => {
    expect(day('2021-08-11', '2021-08-16')).toBe('8月11日')
    expect(day('2021-08-11', '2022-01-01')).toBe('2021年8月11日')
    expect(day(null)).toBe('—')
  })

  it('are counted over the ends of months and years, whatever the browser’s time zone', () => {
    expect(plusDays('2021-12-31', 1)).toBe('2022-01-01')
    expect(plusDays('2024-03-01', -1)).toBe('2024-02-29')
  })

  it('belong to the week that begins on Monday', () => {
    expect(mondayOf('2021-08-16')).toBe('2021-08-16')
    expect(mondayOf('2021-08-22')).toBe('2021-08-16')
  })
})

it('shows an instant by the server’s clock', () => {
  expect(instant('2021-08-02T23:59:00+08:00')).toBe('2021-08-02 23:59')
})
