import { describe, expect, it } from 'vitest'
import { targetsOf, targetWord, type Target } from './targets'

const target = (standing: Partial<Target['standing']>, measure = 'started'): Target => ({
  id: 1,
  name: '9月底前省、市重点项目全部开工',
  measure,
  until_on: '2021-09-30',
  standing: { reached: 7, all: 12, percent: '58.3', rest: 5, working_days_left: 33, missed: false, provisional: false, ...standing },
})

describe('a target', () => {
  it('says what is missing and the days left', () => {
    expect(targetWord(target({}))).toBe('7/12个（58.3%），差 5个，距9月30日还有 33 个工作日')
  })
  it('says that it is reached', () => {
    expect(targetWord(target({ reached: 12, percent: '100.0', rest: 0 }))).toBe('12/12个（100.0%），已完成')
  })
  it('says that its day has passed', () => {
    expect(targetWord(target({ missed: true, working_days_left: -3 }))).toBe('7/12个（58.3%），差 5个，已于9月30日到期')
  })
  it('tells money in 万元', () => {
    const money = { reached: 70_000_000, all: 100_000_000, percent: '70.0', rest: 5_000_000 }
    expect(targetWord(target(money, 'invested'))).toBe('7000万元/10000万元（70.0%），差 500万元，距9月30日还有 33 个工作日')
  })
  it('is none where the statistics tell none', () => {
    expect(targetsOf({ rates: {} })).toEqual([])
  })
})
