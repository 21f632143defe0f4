import { expect, it } from 'vitest'
import { describeCount } from './counts'

it('says what is counted, over which days, and as at which', () => {
  expect(describeCount({ count_of: 'solved', as_of: '2021-08-16' })).toBe('累计解决，截至 2021-08-16')
  expect(describeCount({ count_of: 'period.collected', from: '2021-08-09', to: '2021-08-15', as_of: '2021-08-15' })).toBe(
    '2021-08-09 至 2021-08-15 期间收集问题',
  )
  expect(describeCount({ count_of: 'period.on_time', from: '2021-08-16', to: '2021-08-16' })).toBe('2021-08-16 当日按时办结')
  expect(describeCount({ count_of: 'overdue', week: '2021-W32' })).toBe('累计超期，2021年第32周上报')
})

it('shows a count that it does not know by its name', () => {
  expect(describeCount({ count_of: 'sung' })).toBe('累计sung')
})
