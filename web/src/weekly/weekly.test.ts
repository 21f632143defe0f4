import { describe, expect, it } from 'vitest'
import { proposed, standing } from './weekly'

describe('the next number', () => {
  it('follows the highest of the weeks before, within the year', () => {
    expect(proposed(['2021年第3期', null, '2021年第2期'], '2021')).toBe('2021年第4期')
    expect(proposed(['2020年第52期'], '2021')).toBe('2021年第1期')
    expect(proposed(['试刊'], '2021')).toBe('2021年第1期')
  })
})

it('tells an issued week from one that was closed by the clock', () => {
  expect(standing({ status: 'draft', number: null }, 'weekly').word).toBe('草稿')
  expect(standing({ status: 'closed', number: '2021年第4期' }, 'weekly').word).toBe('已签发')
  expect(standing({ status: 'closed', number: null, closed_at: '2021-08-09T12:00:00+08:00' }, 'weekly').tells).toContain('未签发')
  expect(standing({ status: 'closed', number: null, closed_at: null }, 'weekly').tells).toContain('启用以前')
})

it('says of a month that it is a draft until it is issued, and of a quarter that it never is', () => {
  expect(standing({ status: 'draft', number: null }, 'monthly')).toEqual({ word: '统计稿', tells: '数字随登记变动，签发后固定' })
  expect(standing({ status: 'closed', number: '2021年第7期' }, 'monthly').word).toBe('已签发')
  expect(standing({ status: 'draft', number: null }, 'quarterly')).toEqual({ word: '统计稿', tells: '不签发、不封存，数字随登记变动' })
})
