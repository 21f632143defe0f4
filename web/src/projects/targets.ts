import type { Numbers } from '@/entries/counts'
import { wanText } from '@/entries/money'
import { today } from '@/session/today'
import { day } from '@/words/time'

/** A target as the statistics of projects tell it to those who read the whole district. */
export interface Target {
  id: number
  name: string
  measure: string
  /** So many of a hundred are wanted; null where a number is. */
  percent_wanted: number | null
  until_on: string
  standing: {
    reached: number
    all: number
    percent: string | null
    rest: number
    working_days_left: number
    missed: boolean
    provisional: boolean
  }
}

export const targetsOf = (numbers: Numbers): Target[] => (numbers.targets as Target[] | undefined) ?? []

/** 「7/12个（58.3%），差 5个，距9月30日还有 33 个工作日」 */
export function targetWord({ measure, percent_wanted, until_on, standing }: Target): string {
  // A share of nothing is reached at once.
  if (standing.all === 0 && percent_wanted !== null) return measure === 'invested' ? '尚无年度计划' : '尚无相关项目'
  const amount = (of: number) => (measure === 'invested' ? `${wanText(of)}万元` : `${of}个`)
  const all = measure === 'invested' ? amount(standing.reached) : standing.reached
  const reached = `${all}/${amount(standing.all)}${standing.percent === null ? '' : `（${standing.percent}%）`}`
  if (standing.rest === 0) return `${reached}，已完成`
  // With its year where that isn't the present one.
  const on = day(until_on, today.value)
  const time = standing.missed
    ? `已于${on}到期`
    : `距${on}还有 ${standing.working_days_left} 个工作日${standing.provisional ? '（暂定）' : ''}`
  return `${reached}，差 ${amount(standing.rest)}，${time}`
}
