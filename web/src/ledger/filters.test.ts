import { describe, expect, it } from 'vitest'
import { activeCount, askFor, ledgerOf, readFilters, writeFilters } from './filters'

describe('filters', () => {
  it('survive the way through the address', () => {
    const query = { title: '用电', status: ['reported', 'returned'], park_id: '3', sort: 'due_on' }
    expect(writeFilters(readFilters(query))).toEqual(query)
  })

  it('take one status as well as several, and leave out what is empty or unknown', () => {
    const read = readFilters({ status: 'reported', title: '', page: '2' })
    expect(read).toEqual({ status: ['reported'] })
    expect(activeCount(read)).toBe(1)
  })

  it('pass the question behind a number on as it stands', () => {
    const query = { count_of: 'period.solved', from: '2021-08-09', to: '2021-08-15', as_of: '2021-08-15', department_id: 'null' }
    expect(askFor(readFilters(query))).toEqual(query)
  })

  it('leave the days of a count out where nothing is counted: the server refuses them', () => {
    expect(askFor(readFilters({ from: '2021-08-09', week: '2021-W32', mine: 'true' }))).toEqual({ mine: 'true' })
  })

  it('lead from a short list to all of it', () => {
    expect(ledgerOf({ overdue: true, sort: 'due_on' })).toEqual({ path: '/problems', query: { overdue: 'true', sort: 'due_on' } })
  })
})
