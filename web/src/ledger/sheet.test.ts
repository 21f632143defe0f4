import { describe, expect, it } from 'vitest'
import { columnsParameter, PAPER, readWanted, SHEET } from './sheet'

describe('what an export is wanted as', () => {
  const keys = SHEET.map((column) => column.key)

  it('is everything as Excel at first, and after anything unreadable', () => {
    for (const kept of [null, 7, 'x', {}, { format: 'doc', columns: 'all' }]) {
      expect(readWanted(kept)).toEqual({ format: 'xlsx', columns: keys })
    }
  })

  it('keeps a choice in the order of the sheet, without columns that are gone', () => {
    expect(readWanted({ format: 'csv', columns: ['title', 'gone', 'number'] })).toEqual({ format: 'csv', columns: ['number', 'title'] })
  })

  it('names columns to the server only where they were chosen', () => {
    expect(columnsParameter(keys)).toBeUndefined()
    expect(columnsParameter(['title', 'number'])).toBe('number,title')
    expect(PAPER.every((key) => keys.includes(key))).toBe(true)
  })
})
