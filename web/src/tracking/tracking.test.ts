import { expect, it } from 'vitest'
import type { Problem } from '@/problem/problem'
import { tracked } from './tracking'

const problem = (id: number, next_on?: string) =>
  ({ id, rest: next_on ? { next_on } : null, clocks: {} }) as unknown as Problem

it('puts the late ones first and those without a day last; the day itself is not late', () => {
  const rows = tracked([problem(1), problem(2, '2021-08-20'), problem(3, '2021-08-16'), problem(4, '2021-08-10')], '2021-08-16')
  expect(rows.map((row) => [row.problem.id, row.late])).toEqual([
    [4, true],
    [3, false],
    [2, false],
    [1, false],
  ])
})
