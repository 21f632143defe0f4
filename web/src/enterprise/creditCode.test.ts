import { describe, expect, it } from 'vitest'
import { codeFault, looksLikeCode } from './creditCode'

describe('a credit code', () => {
  it('passes when its last character fits the others, in small letters and with spaces around, too', () => {
    expect(codeFault('91350100M000100Y43')).toBeNull()
    expect(codeFault(' 91350100m000100y43 ')).toBeNull()
  })

  it('is refused with any character changed', () => {
    const code = '91330100799655058B'
    for (let place = 0; place < 18; place += 1) {
      const other = code[place] === '2' ? '3' : '2'
      expect(codeFault(code.slice(0, place) + other + code.slice(place + 1))).toContain('校验位')
    }
  })

  it('has eighteen characters of its alphabet', () => {
    expect(codeFault('9135010OM000100Y43')).toContain('18位')
    expect(codeFault('91350100M000100Y4')).toContain('18位')
  })

  it('is told from a name', () => {
    expect(looksLikeCode('聚合庄生态农庄')).toBe(false)
    expect(looksLikeCode('91350100M000100Y43')).toBe(true)
  })
})
