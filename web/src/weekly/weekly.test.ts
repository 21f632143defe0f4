import { describe, expect, it } from 'vitest'
import { fileName, proposed, standing, weeks } from './weekly'

describe('the weeks to choose from', () => {
  it('begin with the running one and go back', () => {
    expect(weeks('2021-08-15', '2021-08-16', 3)).toEqual([
      { from: '2021-08-16', to: '2021-08-22', running: true },
      { from: '2021-08-09', to: '2021-08-15', running: false },
      { from: '2021-08-02', to: '2021-08-08', running: false },
    ])
  })

  it('end on the weekday on which the server’s weeks end', () => {
    expect(weeks('2021-08-07', '2021-08-16', 1)[0]).toEqual({ from: '2021-08-15', to: '2021-08-21', running: true })
  })

  it('count the last day as running until it is over', () => {
    expect(weeks('2021-08-15', '2021-08-15', 1)[0]?.running).toBe(true)
  })
})

describe('the next number', () => {
  it('follows the highest of the weeks before, within the year', () => {
    expect(proposed(['2021年第3期', null, '2021年第2期'], '2021')).toBe('2021年第4期')
    expect(proposed(['2020年第52期'], '2021')).toBe('2021年第1期')
    expect(proposed(['试刊'], '2021')).toBe('2021年第1期')
  })
})

it('tells an issued week from one that was closed by the clock', () => {
  expect(standing({ status: 'draft', number: null }).word).toBe('草稿')
  expect(standing({ status: 'closed', number: '2021年第4期' }).word).toBe('已签发')
  expect(standing({ status: 'closed', number: null, closed_at: '2021-08-09T12:00:00+08:00' }).tells).toContain('未签发')
  expect(standing({ status: 'closed', number: null, closed_at: null }).tells).toContain('启用以前')
})

describe('the name of a file', () => {
  it('is the Chinese one that the server gives', () => {
    const given = "attachment; filename=\"report.docx\"; filename*=UTF-8''%E5%91%A8%E6%8A%A5%2Edocx"
    expect(fileName(given)).toBe('周报.docx')
    expect(fileName('attachment')).toBeNull()
    expect(fileName(null)).toBeNull()
  })
})
