import { expect, it } from 'vitest'
import { problem } from '@/testing/problems'
import { shownAs } from './light'
import { isOverdue, pressing, type Problem } from './problem'

type Clock = NonNullable<Problem['clocks']['solve']>
const clock = (told: Partial<Clock> = {}): Clock => ({
  due_on: '2021-08-20', original_due_on: '2021-08-20', provisional: false, light: 'green', remaining_working_days: 4, due_at: null, why: [], ...told,
})
const now = { today: '2021-08-16', instant: Date.parse('2021-08-16T09:00:00+08:00') }
const said = (told: Partial<Clock>, kind: 'solve' | 'accept' | 'follow_up' | 'first_reply' = 'solve') => {
  const found = shownAs(clock(told), kind, now)
  return found && [found.colour, found.word, found.left].join(' ').trim()
}

it('only the limit to solve it is 超期; the others say which they are', () => {
  const late = { light: 'red' as const, due_on: '2021-08-12', remaining_working_days: -2 }
  expect(said(late)).toBe('red 超期 已超 2 个工作日')
  expect(said(late, 'accept')).toBe('red 签收逾期 已超 2 个工作日')
  expect(said(late, 'first_reply')).toBe('red 回复逾期 已超 2 个工作日')
  expect(said(late, 'follow_up')).toBe('red 回访逾期 已超 2 个工作日')
})

it('what ends today is amber, whatever the warning says', () => {
  expect(said({ due_on: '2021-08-16', remaining_working_days: 0 })).toBe('yellow 今日到期')
  expect(said({ due_on: '2021-08-17', remaining_working_days: 1, light: 'yellow' })).toBe('yellow 临期 剩 1 个工作日')
  // Over a weekend no working day is left, and it is not yet today.
  expect(said({ due_on: '2021-08-22', remaining_working_days: 0 })).toBe('green 正常 剩 0 个工作日')
})

it('what is counted in hours says them', () => {
  expect(said({ due_on: '2021-08-17', due_at: '2021-08-17T08:30:00+08:00', light: 'yellow' })).toBe('yellow 临期 剩23小时')
  expect(said({ due_on: '2021-08-16', due_at: '2021-08-16T09:40:00+08:00' })).toBe('yellow 今日到期 剩40分钟')
  // The page stood open meanwhile.
  expect(said({ due_on: '2021-08-16', due_at: '2021-08-16T06:00:00+08:00' })).toBe('red 超期 已超3小时')
})

it('what has ended has no light', () => {
  expect(said({ light: null, met: false })).toBeNull()
})

it('a case that is over its limit says so first, and a settled one never', () => {
  const accept = clock({ light: 'red', due_on: '2021-08-03' })
  const solve = clock({ light: 'red', due_on: '2021-08-12' })
  const late = problem({ light: 'red', clocks: { accept, solve } })
  expect(pressing(late)?.kind).toBe('solve')
  expect(isOverdue(late)).toBe(true)
  const settled = problem({ status: 'resolved', light: 'red', clocks: { solve: clock({ light: null, met: false }), follow_up: accept } })
  expect(pressing(settled)?.kind).toBe('follow_up')
  expect(isOverdue(settled)).toBe(false)
})
