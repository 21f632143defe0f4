import { expect, it } from 'vitest'
import { pointsWord } from './progress'
import { lateWord } from './schedule'

it('points are said as officials say them', () => {
  expect(['+13.8', '-2.0', '0.0'].map(pointsWord)).toEqual(['超序时进度 13.8 个百分点', '欠序时进度 2.0 个百分点', '与序时进度持平'])
})

it('what should have begun already says by how much', () => {
  expect([lateWord(3), lateWord(null)]).toEqual(['已晚 3 天', ''])
})
