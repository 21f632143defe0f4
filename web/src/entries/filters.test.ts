import { describe, expect, it } from 'vitest'
import { countWord, countsOf } from './counts'
import { activeCount, askFor, askForNumbers, moreFilters, readFilters, writeFilters } from './filters'
import type { Field } from './ledger'
import { ledger } from './testing'

const read = (query: Record<string, string | string[]>) => readFilters(ledger(), query)

describe('the filters of a list', () => {
  it('stand in the address, and nothing else of it is one', () => {
    const filters = read({ q: '厂房', status: ['filed', 'building'], kind: 'industrial', unfiled: 'true', name: '标准', other: '1' })
    expect(filters).toEqual({ status: ['filed', 'building'], texts: { q: '厂房', kind: 'industrial', unfiled: 'true' } })
    expect(writeFilters(filters)).toEqual({ q: '厂房', kind: 'industrial', unfiled: 'true', status: ['filed', 'building'] })
    expect(activeCount(ledger(), filters)).toBe(4)
  })

  it('ask for days with a count alone', () => {
    expect(askFor(read({ as_of: '2021-08-01' }))).toEqual({})
    expect(askFor(read({ as_of: '2021-08-01', count_of: 'started' }))).toEqual({ as_of: '2021-08-01', count_of: 'started' })
  })

  it('narrow the numbers by units and words', () => {
    expect(askForNumbers(ledger(), read({ park_id: '1', kind: 'other', light: 'red', unfiled: 'true' }))).toEqual({ park_id: '1', kind: 'other' })
  })

  it('are those that the description has, by its headings', () => {
    const labels = (withEnterprise: boolean) => moreFilters(ledger(), withEnterprise).map(({ field }) => field.label)
    expect(labels(false)).toEqual(['类型', '登记日期 从', '登记日期 至', '只看未入库开工', '只看节点逾期', '只看我的'])
    expect(labels(true)).toContain('企业')
  })

  it('have what holds without a move, too', () => {
    const words = [{ key: 'progress', zh: '久无进展' }]
    const stale = { name: 'stale', heading: '静默超期', kind: { type: 'word', words } } as Field
    const leads = { ...ledger(), facts: [stale] }
    expect(moreFilters(leads, false)[0]).toMatchObject({ name: 'stale', field: { label: '静默超期', options: [{ value: 'progress', label: '久无进展' }] } })
    const filters = readFilters(leads, { stale: 'progress' })
    expect(askFor(filters)).toEqual({ stale: 'progress' })
    expect(activeCount(leads, filters)).toBe(1)
  })
})

describe('the numbers', () => {
  it('have words, and those of every ledger first', () => {
    const counts = countsOf(ledger(), { rates: {}, listed: 20, open: 19, settled: 1, started: 9 })
    expect(counts.map(({ zh, value }) => `${zh}${value}`)).toEqual(['总数20', '未完结19', '已完结1', '已移出0', '已开工9'])
    expect([countWord(ledger(), 'started'), countWord(ledger(), 'period.started')]).toEqual(['已开工', '本期已开工'])
  })
})
