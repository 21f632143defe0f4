import { expect, it } from 'vitest'
import { problem } from '@/testing/problems'
import type { Problem } from './problem'
import { slipsOf } from './slips'

const lead = (round: number) => ({ id: round, role: 'lead', round, department_id: 2 }) as Problem['assignments'][number]

it('a problem has the papers of what happened in its present round', () => {
  expect(slipsOf(problem({ status: 'reported' }))).toEqual([])
  expect(slipsOf(problem({ status: 'dispatched', assignments: [lead(1)] }))).toEqual(['dispatch'])
  expect(slipsOf(problem({ status: 'resolved', outcome: 'solved', assignments: [lead(1)] }))).toEqual(['dispatch', 'resolution'])
  // 即办: settled on the spot by the park.
  expect(slipsOf(problem({ status: 'resolved', outcome: 'solved' }))).toEqual(['resolution'])
  // 重办: the paper of the round before is none of this one.
  expect(slipsOf(problem({ status: 'reported', round: 2, assignments: [lead(1)] }))).toEqual([])
  expect(slipsOf(problem({ status: 'withdrawn', assignments: [lead(1)] }))).toEqual([])
})
