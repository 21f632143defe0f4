// @vitest-environment jsdom
import { expect, it } from 'vitest'
import { messageOf } from './message'
import type { Problem } from './problem'

const names = { department: (id: number) => `单位${id}`, park: (id: number) => `园区${id}` }
const problem = {
  id: 7,
  number: 'SH-2021-016',
  title: '担心用电',
  park_id: 1,
  enterprise_name: '聚合庄生态农庄',
  confidential: false,
  severity: 'ordinary',
  assignments: [],
  clocks: {},
} as unknown as Problem

it('names the enterprise, and of a confidential problem none', () => {
  expect(messageOf(problem, names)).toContain('聚合庄生态农庄')
  const confidential = messageOf({ ...problem, confidential: true }, names)
  expect(confidential).toContain('企业信息保密')
  expect(confidential).not.toContain('聚合庄')
})
