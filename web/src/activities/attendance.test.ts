import { expect, it } from 'vitest'
import { pasted, repeated, written } from './attendance'

it('reads names as they are pasted, with how many came', () => {
  expect(pasted('甲公司\n\n 乙公司 3 \n丙公司，12人\n丁公司、戊公司')).toEqual([
    { name: '甲公司' },
    { name: '乙公司', people: 3 },
    { name: '丙公司', people: 12 },
    { name: '丁公司' },
    { name: '戊公司' },
  ])
  expect(pasted('甲公司 0')).toEqual([{ name: '甲公司 0' }])
})

it('writes them as they are read again', () => {
  const all = [{ name: '甲公司', people: null }, { name: '乙公司', people: 3 }]
  expect(written(all)).toBe('甲公司\n乙公司 3')
  expect(pasted(written(all))).toEqual([{ name: '甲公司' }, { name: '乙公司', people: 3 }])
})

it('tells which stand there twice', () => {
  expect(repeated(pasted('甲公司\n乙公司\n甲 公司'))).toEqual([3])
  expect(repeated(pasted('甲公司\n乙公司'))).toEqual([])
})
