import { describe, expect, it } from 'vitest'
import { setServerTime } from '@/session/today'
import { targetsOf, targetWord, type Target } from './targets'

const target = (standing: Partial<Target['standing']>, measure = 'started', percent_wanted: number | null = 100): Target => ({
  id: 1,
  name: '9月底前省、市重点项目全部开工',
  measure,
  percent_wanted,
  until_on: '2021-09-30',
  standing: { reached: 7, all: 12, percent: '58.3', rest: 5, working_days_left: 33, missed: false, provisional: false, ...standing },
})

setServerTime('2021-08-16T09:00:00+08:00')

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
    expect(targetWord(target(money, 'invested'))).toBe('7,000万元/10,000万元（70.0%），差 500万元，距9月30日还有 33 个工作日')
  })
  it('as a share of nothing is not reached, but has nothing to count', () => {
    const nothing = { reached: 0, all: 0, percent: null, rest: 0 }
    expect(targetWord(target(nothing))).toBe('尚无相关项目')
    expect(targetWord(target(nothing, 'invested'))).toBe('尚无年度计划')
    expect(targetWord(target({ ...nothing, rest: 3 }, 'started', null))).toBe('0/0个，差 3个，距9月30日还有 33 个工作日')
  })
  it('names the year of a day that isn’t in the present one', () => {
    expect(targetWord({ ...target({}), until_on: '2022-06-30' })).toContain('距2022年6月30日还有')
  })
  it('is none where the statistics tell none', () => {
    expect(targetsOf({ rates: {} })).toEqual([])
  })
})
