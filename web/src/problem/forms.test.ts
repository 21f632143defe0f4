import { expect, it } from 'vitest'
import { FORMS, bodyOf, missing } from './forms'

it('what is hidden is neither sent nor missed', () => {
  const form = FORMS.follow_up
  const values = { reached: false, solved: true, satisfaction: 5, channel: 'phone', note: '' }
  expect(bodyOf(form, values)).toEqual({ reached: false, channel: 'phone' })
  expect(missing(form, values)).toEqual([])
})

it('a rest has to be told where the outcome leaves one', () => {
  const values = { outcome: 'planned', resolution: '已列入计划' }
  expect(missing(FORMS.resolve, values)).toEqual(['remaining', 'next_step', 'next_on'])
  expect(missing(FORMS.resolve, { ...values, outcome: 'solved' })).toEqual([])
})

it('a refusal is an answer, not an empty field', () => {
  expect(missing(FORMS.decide_return, { upheld: false, reason: '属本单位职责' })).toEqual([])
  expect(missing(FORMS.decide_return, { reason: '属本单位职责' })).toEqual(['upheld'])
})
