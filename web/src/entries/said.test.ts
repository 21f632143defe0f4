import { describe, expect, it } from 'vitest'
import type { Field } from './ledger'
import { inOne } from './said'

const names = { park: () => '沙河产业园区', department: () => '科技创新局' }
const fields = [
  { name: 'enterprise_id', heading: '企业', kind: { type: 'enterprise' } },
  { name: 'name', heading: '企业(场所)', kind: { type: 'line', most: 100 } },
  { name: 'park_id', heading: '园区', kind: { type: 'park' } },
] as Field[]

describe('a record in one line', () => {
  it('is called what can first be said of it', () => {
    expect(inOne(fields, { enterprise_id: 7, name: '聚合庄生态农庄', park_id: 1 }, names)).toBe('聚合庄生态农庄：园区沙河产业园区')
    expect(inOne(fields, { enterprise_id: null, name: null, park_id: 1 }, names)).toBe('沙河产业园区')
    expect(inOne(fields, {}, names)).toBe('')
  })
})
