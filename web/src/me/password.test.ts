import { expect, it } from 'vitest'
import { ruleText } from './password'

it('tells the rule in force', () => {
  expect(ruleText({ least: 12, most: 256, classes: 1, days: null })).toBe('至少12位，不能用常见密码。')
  expect(ruleText({ least: 8, most: 256, classes: 3, days: 90 })).toBe(
    '至少8位，含大写字母、小写字母、数字、符号中的至少三类，不能用常见密码。每90天须更换一次。',
  )
})
