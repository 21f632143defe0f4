import { expect, it } from 'vitest'
import { live, pause } from './live'

it('waits twice as long after each failure, but never more than five minutes', () => {
  expect([0, 1, 2, 3, 4, 99].map((failures) => pause(30_000, failures))).toEqual([
    30_000, 60_000, 120_000, 240_000, 300_000, 300_000,
  ])
})

it('counts failures in a row, however often it is asked, and forgets them after an answer', () => {
  const { refetchInterval } = live(20_000)
  const asked = (status: string, errorUpdateCount: number) => refetchInterval({ state: { status, errorUpdateCount } })
  expect(asked('success', 0)).toBe(20_000)
  expect([asked('error', 1), asked('error', 1), asked('error', 2)]).toEqual([40_000, 40_000, 80_000])
  expect(asked('success', 2)).toBe(20_000)
  expect(asked('error', 3)).toBe(40_000)
})
