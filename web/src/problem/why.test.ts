import { expect, it } from 'vitest'
import { numbered } from './why'

it('numbers the days that count, and those alone', () => {
  const day = (counted: boolean) => ({ date: '2021-08-02', counted, why: '工作日' })
  const days = numbered([day(false), day(true), day(false), day(true)])
  expect(days.filter((one) => one.counted).map((one) => one.number)).toEqual([1, 2])
})
