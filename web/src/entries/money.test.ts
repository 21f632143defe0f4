import { describe, expect, it } from 'vitest'
import { integerOf, muOf, sumOf, wanOf, wanText, yuanOf } from './money'

describe('money in 万元', () => {
  it('becomes whole yuan without a float between', () => {
    for (const [text, yuan] of [
      ['12000', 120_000_000],
      ['0.0001', 1],
      // 1.1 * 10000 isn't 11000 to a float, nor is 4.35 * 10000.
      ['1.1', 11_000],
      ['4.35', 43_500],
      ['1,234.5678', 12_345_678],
      ['１２．５', 125_000],
      ['100000000000', 1_000_000_000_000_000],
    ] as const)
      expect(yuanOf(text), text).toBe(yuan)
  })

  it('is refused past four decimals, past the bound, and below zero where nothing may be', () => {
    for (const text of ['1.23456', '100000000000.0001', '', '.5', '5.', '一百', '1e5', '-1', '--1']) expect(yuanOf(text), text).toBeNull()
  })

  it('is negative where a balance may be', () => {
    expect(yuanOf('-0.5', true)).toBe(-5_000)
    expect(yuanOf('−12', true)).toBe(-120_000)
    expect(Object.is(yuanOf('-0', true), 0)).toBe(true)
  })

  it('comes back as it was typed', () => {
    for (const text of ['0', '12000', '0.0001', '1234.5678', '-0.5', '99999999999.9999']) expect(wanOf(yuanOf(text, true) ?? 1)).toBe(text)
    expect(wanText(123_456_789)).toBe('12,345.6789')
    expect(wanText(-12_000_000_000)).toBe('-1,200,000')
  })

  it('adds up past what a float holds', () => {
    expect(wanText(sumOf(Array.from({ length: 12 }, () => 1_000_000_000_000_000)))).toBe('1,200,000,000,000')
  })
})

describe('land and whole numbers', () => {
  it('has two decimals at most', () => {
    expect(['100.25', '007', '0.5', '１００', '100.255', '-1', ''].map(muOf)).toEqual(['100.25', '7', '0.5', '100', null, null, null])
  })

  it('lie within their bounds', () => {
    const month = { least: 1, most: 12 }
    expect(['1', '12', '13', '0', '1.5', ' 7 '].map((text) => integerOf(text, month))).toEqual([1, 12, null, null, null, 7])
  })
})
