import { expect, it } from 'vitest'
import { today } from '@/session/today'
import { FORMS, bodyOf, missing, optionsOf, valueOf } from './forms'
import type { Problem } from './problem'

const problem = (more: Partial<Problem> = {}): Problem =>
  ({
    status: 'resolved',
    outcome: 'solved',
    round: 1,
    resolved_at: '2021-08-05T09:00:00+08:00',
    follow_ups: [],
    allowed_actions: ['follow_up', 'reopen', 'comment'],
    ...more,
  }) as unknown as Problem

it('what is hidden is neither sent nor missed', () => {
  const form = FORMS.follow_up
  const values = { reached: false, solved: true, satisfaction: 5, channel: 'phone', note: '' }
  expect(bodyOf(form, values, problem())).toEqual({ reached: false, channel: 'phone' })
  expect(missing(form, values, problem())).toEqual([])
})

it('a rest has to be told where the outcome leaves one', () => {
  const values = { outcome: 'planned', resolution: '已列入计划' }
  expect(missing(FORMS.resolve, values, problem())).toEqual(['remaining', 'next_step', 'next_on'])
  expect(missing(FORMS.resolve, { ...values, outcome: 'solved' }, problem())).toEqual([])
})

it('a refusal is an answer, not an empty field', () => {
  expect(missing(FORMS.decide_return, { upheld: false, reason: '属本单位职责' }, problem())).toEqual([])
  expect(missing(FORMS.decide_return, { reason: '属本单位职责' }, problem())).toEqual(['upheld'])
})

const then = FORMS.follow_up.fields.find((field) => field.name === 'then')!
const offered = (values: Record<string, unknown>, more: Partial<Problem> = {}) =>
  optionsOf(then, values, problem(more))?.map((one) => one.value)
const answer = (round: number, on: string, more: Record<string, unknown>) =>
  ({ round, on, by: '张专员', reached: false, solved: null, ...more }) as unknown as Problem['follow_ups'][number]

it('a content enterprise lets it be closed at once, unless somebody chooses otherwise', () => {
  const values = { reached: true, solved: true, satisfaction: 4 }
  expect(valueOf(then, values, problem())).toBe('close')
  expect(bodyOf(FORMS.follow_up, values, problem())).toEqual({ ...values, then: 'close' })
  expect(bodyOf(FORMS.follow_up, { ...values, then: 'alone' }, problem())).toEqual(values)
  expect(valueOf(then, { ...values, satisfaction: 2 }, problem())).toBe('alone')
})

it('what was chosen and is none of the options any more is not sent', () => {
  const values = { reached: true, solved: false, then: 'close' }
  expect(offered(values)).toEqual(['alone', 'reopen'])
  expect(bodyOf(FORMS.follow_up, values, problem())).toEqual({ reached: true, solved: false })
})

it('the moves are those that the server would allow right after', () => {
  expect(offered({ reached: true, solved: null }, { outcome: 'explained' })).toEqual(['alone', 'close', 'reopen'])
  const planned: Partial<Problem> = { outcome: 'planned', allowed_actions: ['follow_up', 'track', 'reopen'] }
  expect(offered({ reached: true, solved: false }, planned)).toEqual(['alone', 'track', 'reopen'])
  expect(offered({ reached: true, solved: true }, { status: 'closed' })).toEqual(['alone', 'reopen'])
  const nobody = [answer(1, '2021-08-06', {}), answer(1, '2021-08-07', {})]
  expect(offered({ reached: false }, { follow_ups: nobody })).toEqual(['alone', 'close', 'reopen'])
  expect(offered({ reached: false }, { follow_ups: nobody.slice(1) })).toEqual(['alone', 'reopen'])
  const sameDay = [answer(1, '2021-08-06', {}), answer(1, today.value, {})]
  expect(offered({ reached: false }, { follow_ups: sameDay })).toEqual(['alone', 'reopen'])
})

it('tracking needs its day and reopening its reason', () => {
  const planned: Partial<Problem> = { outcome: 'planned', allowed_actions: ['track', 'reopen'] }
  expect(missing(FORMS.follow_up, { reached: true, solved: false, then: 'track' }, problem(planned))).toEqual(['next_on'])
  expect(missing(FORMS.follow_up, { reached: true, solved: false, then: 'reopen' }, problem(planned))).toEqual(['reason'])
})
