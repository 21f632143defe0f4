import { expect, it } from 'vitest'
import { highest, linePoints, shade, shares, shortened, starts, textWidth } from './scale'

it('gives each its share of the room, and what is small enough to be pressed', () => {
  expect(shares([1, 1, 2], 100, 10)).toEqual([25, 25, 50])
  expect(shares([1, 0, 99], 100, 20)).toEqual([20, 0, 80])
  const lengths = shares([5, 3, 65, 232, 1, 715], 1000, 24)
  expect(Math.min(...lengths)).toBe(24)
  expect(lengths.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1000)
})

it('has nothing for nothing', () => {
  expect(shares([], 100, 10)).toEqual([])
  expect(shares([0, 0], 100, 10)).toEqual([0, 0])
})

it('sets pieces side by side, without a gap for those that are not there', () => {
  expect(starts([10, 0, 5, 7], 2)).toEqual([0, 12, 12, 19])
})

it('lets the largest reach the top, a single case not', () => {
  expect(highest([2, 9, 4])).toBe(9)
  expect(highest([1])).toBe(4)
  expect(highest([])).toBe(4)
})

it('shortens a name to its room', () => {
  expect(textWidth('公安分局38', 10)).toBe(52)
  expect(shortened('公安分局', 40, 10)).toBe('公安分局')
  expect(shortened('城乡建设和生态环境局', 60, 10)).toMatch(/^城乡建设.?…$/)
})

it('is paler for less, and white for nothing', () => {
  expect([0, 1, 5, 8, 10].map((value) => shade(value, 10))).toEqual([0, 1, 3, 4, 5])
  expect(shade(0, 0)).toBe(0)
})

it('draws a line through what is known, from edge to edge', () => {
  expect(linePoints([0, null, 10], 100, 20, 0)).toEqual([
    { x: 0, y: 20 },
    { x: 100, y: 0 },
  ])
  expect(linePoints([3, 3], 100, 20, 0).map((one) => one.y)).toEqual([10, 10])
  expect(linePoints([], 100, 20, 0)).toEqual([])
})
