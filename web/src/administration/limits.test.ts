import { describe, expect, it } from 'vitest'
import { fitting, preset, scopeText, type Policy } from './limits'

const policy = (name: string, more: Partial<Policy>): Policy => ({ name, active: true, ...more }) as Policy
const problem = { severity: 'urgent', category_id: 4, level: 'district' } as const

describe('the rule that holds', () => {
  it('is the one with most conditions', () => {
    const rules = [policy('默认', {}), policy('紧急', { severity: 'urgent' }), policy('紧急用电', { severity: 'urgent', category_id: 4 })]
    expect(fitting(rules, problem).map((one) => one.name)).toEqual(['紧急用电', '紧急', '默认'])
  })

  it('goes by category before severity before level', () => {
    const rules = [policy('县区', { level: 'district' }), policy('紧急', { severity: 'urgent' }), policy('用电', { category_id: 4 })]
    expect(fitting(rules, problem).map((one) => one.name)).toEqual(['用电', '紧急', '县区'])
  })

  it('of the category above holds unless there is one of its own', () => {
    const rules = [policy('上级', { category_id: 1 }), policy('本级', { category_id: 4 }), policy('上级紧急', { category_id: 1, severity: 'urgent' })]
    expect(fitting(rules, problem, 1).map((one) => one.name)).toEqual(['上级紧急', '本级', '上级'])
    expect(fitting(rules, problem, null).map((one) => one.name)).toEqual(['本级'])
  })

  it('is none that is out of force or for others', () => {
    const rules = [policy('停用', { severity: 'urgent', active: false }), policy('省级', { level: 'province' }), policy('默认', {})]
    expect(fitting(rules, problem).map((one) => one.name)).toEqual(['默认'])
  })
})

it('says whom a rule is for', () => {
  expect(scopeText({ severity: null, category_id: null, level: null }, String)).toBe('所有问题（默认）')
  expect(scopeText({ severity: 'urgent', category_id: 4, level: null }, () => '用电')).toBe('类别为用电、严重程度为紧急')
})

it('gives major problems a month and urgent ones a day, whatever the days are', () => {
  expect(preset('working_day', null).targets.solve).toEqual({ amount: 7, unit: 'working_day' })
  expect(preset('calendar_day', 'major').targets.solve).toEqual({ amount: 1, unit: 'month' })
  expect(preset('calendar_day', 'urgent').targets.solve).toEqual({ amount: 24, unit: 'hour' })
})
