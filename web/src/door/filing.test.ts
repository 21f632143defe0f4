// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest'
import { blank, filingBody, keepFiling, missing, restoreFiling } from './filing'

describe('what an enterprise writes', () => {
  beforeEach(() => localStorage.clear())

  it('stays on the device, for each enterprise its own', () => {
    const filing = { ...blank(), title: '用电' }
    keepFiling('甲', filing)
    expect(restoreFiling('甲')).toEqual(filing)
    expect(restoreFiling('乙').title).toBe('')
  })

  it('begins anew with the same contact and another key', () => {
    const before = { ...blank(), title: '用电', contact_name: '王', contact_phone: '13811112222' }
    const next = blank(before)
    expect(next).toMatchObject({ title: '', contact_name: '王', contact_phone: '13811112222' })
    expect(next.key).not.toBe(before.key)
  })

  it('says what is missing and sends no key in the body', () => {
    expect(Object.keys(missing(blank()))).toEqual(['/title', '/contact_name', '/contact_phone'])
    const filing = { ...blank(), title: ' 用电 ', contact_name: '王', contact_phone: '0391-1234567' }
    expect(missing(filing)).toEqual({})
    expect(filingBody(filing)).not.toHaveProperty('key')
    expect(filingBody(filing).title).toBe('用电')
  })
})
