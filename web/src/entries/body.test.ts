import { describe, expect, it } from 'vitest'
import { begunWith } from './begun'
import { blankOf, bodyOf, changed, given, valuesOf } from './body'
import { fieldsOf, newFields } from './moves'
import { entry, ledger } from './testing'

const fields = () => ledger().fields.filter((field) => !field.by_moves)

describe('a body', () => {
  it('is made of what was typed, and leaves out what was not', () => {
    const values = {
      ...blankOf(fields()),
      name: ' 标准厂房 ',
      kind: 'industrial',
      total_yuan: '12,000.5',
      annual_plan: { year: '2021', amount_yuan: '600' },
      permits: [{ kind: 'eia', need: false, fee_yuan: '' }],
    }
    const { body, faults } = bodyOf(fields(), values)
    expect(faults).toEqual({})
    expect(given(body)).toEqual({
      name: '标准厂房',
      kind: 'industrial',
      total_yuan: 120_005_000,
      annual_plan: { year: 2021, amount_yuan: 6_000_000 },
      permits: [{ kind: 'eia', need: false }],
    })
  })

  it('tells by pointers what is wrong, in groups and records, too', () => {
    const values = { ...blankOf(fields()), total_yuan: '很多', annual_plan: { year: '21', amount_yuan: '' }, permits: [{ kind: null, need: null, fee_yuan: '1.00001' }] }
    expect(bodyOf(fields(), values).faults).toEqual({
      '/name': '请填写此项',
      '/kind': '请填写此项',
      '/total_yuan': '应为金额，最多四位小数',
      '/annual_plan/year': '应为2000至2100的整数',
      '/annual_plan/amount_yuan': '请填写此项',
      '/permits/0/kind': '请填写此项',
      '/permits/0/fee_yuan': '应为金额，最多四位小数',
    })
  })

  it('of a correction names what was changed, and null for what was cleared', () => {
    const before = valuesOf(fields(), entry({ total_yuan: 10_000, code: '2101', land_mu: '100.25' }))
    expect(changed(fields(), before, before)).toEqual({})
    expect(changed(fields(), before, { ...before, total_yuan: '1.00', code: '', land_mu: '100.5' })).toEqual({ code: null, land_mu: '100.5' })
  })
})

describe('a form', () => {
  it('asks for the park where there is none of one’s own, and departments for no enterprise and no owner', () => {
    const names = (asker: object) => newFields(ledger(), asker).map((field) => field.name)
    expect(names({})).toEqual(expect.arrayContaining(['park_id', 'enterprise_id', 'name', 'department_id', 'leader']))
    expect(names({ park_id: 1 })).not.toContain('park_id')
    const own = names({ department_id: 2 })
    expect(own).toContain('park_id')
    expect(own).not.toContain('enterprise_id')
    expect(own).not.toContain('department_id')
    expect(own).not.toContain('unfiled')
  })

  it('begins with the day and with what the entry knows already', () => {
    const asked = fieldsOf(ledger(), 'file', {})
    expect(begunWith(ledger(), 'file', asked, entry({ code: '2101' }), '2021-08-16')).toEqual({ on: '2021-08-16', code: '2101' })
  })
})
