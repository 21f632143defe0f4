import { describe, expect, it } from 'vitest'
import { blankEnterprise, createBody, formOf, missingInEnterprise, patchBody } from './enterpriseForm'
import type { Enterprise } from './enterprises'

const enterprise = (phone: string): Enterprise => ({
  id: 7,
  name: '聚合庄生态农庄',
  credit_code: null,
  park_id: 1,
  tags: ['规上'],
  operating_history: [],
  contacts: [{ name: '李经理', phone, email: null, position: null }],
  active: true,
  created_at: '2021-08-02T09:00:00+08:00',
  updated_at: '2021-08-02T09:00:00+08:00',
  version: 3,
})

describe('the form of an enterprise', () => {
  it('writes no masked phone numbers back', () => {
    const masked = enterprise('138****1234')
    expect(patchBody(formOf(masked), masked)).not.toHaveProperty('contacts')
    const whole = enterprise('13812341234')
    expect(patchBody(formOf(whole), whole).contacts?.[0]?.phone).toBe('13812341234')
  })

  it('moves an enterprise only where another park was chosen', () => {
    const before = enterprise('13812341234')
    expect(patchBody(formOf(before), before)).not.toHaveProperty('park_id')
    expect(patchBody({ ...formOf(before), park_id: 2 }, before).park_id).toBe(2)
  })

  it('sends a day of status only with a status, and an empty code as none', () => {
    const form = { ...blankEnterprise(1), name: ' 甲 ', operating_status_since: '2021-08-01' }
    expect(createBody(form)).toMatchObject({ name: '甲', credit_code: null, operating_status: null, operating_status_since: null })
  })

  it('finds a wrong code and a nameless contact before anything is sent', () => {
    const contacts = [{ name: ' ', position: '', phone: '1', email: '' }]
    const faults = missingInEnterprise({ ...blankEnterprise(1), name: '甲', credit_code: '123', contacts })
    expect(Object.keys(faults)).toEqual(['/credit_code', '/contacts/0/name'])
  })
})
