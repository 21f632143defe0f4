import { expect, it } from 'vitest'
import { periodWord } from './weeks'

it('says weeks, months and quarters as papers do', () => {
  expect(['2021-W32', '2021-W03', '2021-08', '2021-Q3', '8月9日—15日', null].map(periodWord)).toEqual(['2021年第32周', '2021年第3周', '2021年8月', '2021年第3季度', '8月9日—15日', '—'])
})
