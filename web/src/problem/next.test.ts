import { expect, it } from 'vitest'
import { problem } from '@/testing/problems'
import { inSight, mainAction } from './next'
import type { Problem } from './problem'

type Actions = Problem['allowed_actions']
/** What the server allows the campaign office on a case that is worked on, departments' own moves among it. */
const OFFICE: Actions = ['edit', 'redispatch', 'add_support', 'on_site', 'progress', 'resolve', 'supervise', 'withdraw', 'comment']
const asked = (told: object) => ({ round: 1, reached: true, by: '李某', on: '2021-08-16', ...told }) as Problem['follow_ups'][number]

it('the campaign office urges; what it would only record for a department is never in sight', () => {
  const one = problem({ allowed_actions: OFFICE })
  expect(mainAction(one, 'coordinator')).toBe('supervise')
  const seen = inSight(one, OFFICE as never, 'coordinator', 4)
  expect(seen[0]).toBe('supervise')
  for (const behalf of ['resolve', 'on_site', 'progress']) expect(seen).not.toContain(behalf)
})

it('a ruling that waits comes first', () => {
  expect(mainAction(problem({ allowed_actions: ['supervise', 'decide_return'] }), 'coordinator')).toBe('decide_return')
})

it('what is settled is asked about, then closed, or taken up again where it isn’t solved', () => {
  const actions: Actions = ['follow_up', 'reopen', 'supervise', 'comment']
  const settled = { status: 'resolved' as const, allowed_actions: actions }
  expect(mainAction(problem(settled), 'park_staff')).toBe('follow_up')
  expect(mainAction(problem({ ...settled, allowed_actions: [...actions, 'close'] }), 'coordinator')).toBe('close')
  expect(mainAction(problem({ ...settled, follow_ups: [asked({ solved: false })] }), 'coordinator')).toBe('reopen')
  // An answer of an earlier round is none on this one.
  expect(mainAction(problem({ ...settled, round: 2, follow_ups: [asked({ solved: false })] }), 'coordinator')).toBe('follow_up')
})

it('nothing presses on what is closed, nor on those who only read', () => {
  expect(mainAction(problem({ status: 'closed', allowed_actions: ['follow_up', 'reopen', 'comment'] }), 'coordinator')).toBeUndefined()
  expect(mainAction(problem({ allowed_actions: ['comment'] }), 'auditor')).toBeUndefined()
  expect(inSight(problem({ allowed_actions: ['comment'] }), ['comment'], 'admin', 4)).toEqual(['comment'])
})

it('the leader instructs, the department does the next step of its work', () => {
  expect(mainAction(problem({ allowed_actions: ['comment', 'supervise'] }), 'leader')).toBe('supervise')
  expect(mainAction(problem({ allowed_actions: ['progress', 'resolve', 'comment'] }), 'department_staff')).toBe('resolve')
})
