import { describe, expect, it } from 'vitest'
import type { EntryEvent } from './entry'
import { monthWord, reportable, yearSum } from './months'
import { mainMove, offered } from './moves'
import { entry, ledger } from './testing'
import { daysOf, factsOf } from './timeline'

const names = { park: () => '沙河产业园区', department: () => '电力公司' }
const event = (told: Partial<EntryEvent>): EntryEvent => ({
  id: 1,
  kind: 'comment',
  occurred_on: '2021-08-16',
  recorded_at: '2021-08-16T09:00:00+08:00',
  counted_on: '2021-08-16',
  status: 'proposed',
  actor: null,
  text: null,
  data: {},
  ...told,
})
const facts = (told: Partial<EntryEvent>, of = entry()) => factsOf(ledger(), of, event(told), names)

describe('what happened', () => {
  it('is told in the words of the description, and nothing twice', () => {
    expect(facts({ kind: 'file', data: { on: '2021-08-13', code: '2101' } })).toEqual(['日期：2021-08-13', '项目代码：2101'])
    expect(facts({ kind: 'stop', text: '汛期', data: { reason: '汛期' } })).toEqual([])
    expect(facts({ kind: 'edit', data: { kind: 'other', total_yuan: 5_000_000, code: null } })).toEqual(['类型：其他', '项目代码：（已清空）', '总投资(万元)：500'])
    expect(facts({ kind: 'edit', data: { annual_plan: { year: 2021, amount_yuan: 60_000_000 }, permits: [{ kind: 'eia', need: true }] } })).toEqual([
      '年度计划：年度2021，年度计划投资6,000万元',
      '手续：环评：需办',
    ])
    expect(facts({ kind: 'assign', data: { department_id: 3, leader: { name: '王某', user_id: 6 } } })).toEqual(['责任单位：电力公司', '责任领导：王某'])
  })

  it('names months and milestones, and shows no code that it has no words for', () => {
    expect(facts({ kind: 'report_month', data: { month: '2021-07-01', invested_yuan: -5_000 } })).toEqual(['2021年7月', '本月完成投资(万元)：-0.5'])
    expect(facts({ kind: 'report_month', data: { month: '2021-07-01', unchanged: true } })).toEqual(['2021年7月', '本月无变化'])
    const planned = entry({ milestones: [{ position: 1, name: '环评', due_on: '2021-08-20', original_due_on: '2021-08-20', provisional: false }] })
    expect(facts({ kind: 'complete_milestone', data: { position: 1 } }, planned)).toEqual(['节点：环评'])
    expect(facts({ kind: 'edit', data: { kind: 'a-word-of-tomorrow', brand_new: 1 } })).toEqual([])
  })

  it('tells the days where they differ from the day it was recorded', () => {
    expect(daysOf(event({}))).toBe('')
    expect(daysOf(event({ occurred_on: '2021-08-06', counted_on: '2021-08-09' }))).toBe('发生于 2021-08-06，计入 2021-08-09')
  })
})

describe('what can be done', () => {
  it('begins with what leads on, and leaves out what has its own place', () => {
    const building = entry({ status: 'building', allowed_actions: ['stop', 'complete', 'edit', 'report_month', 'complete_milestone', 'comment'] })
    expect(mainMove(ledger(), building)).toBe('complete')
    expect(offered(ledger(), building)).toEqual(['complete', 'stop', 'edit', 'comment'])
    // Who can't settle it isn't led to stop it instead.
    expect(mainMove(ledger(), entry({ status: 'building', allowed_actions: ['stop', 'comment'] }))).toBeUndefined()
    const proposed = entry({ allowed_actions: ['file', 'edit', 'exclude'] })
    expect([mainMove(ledger(), proposed), mainMove(ledger(), entry({ allowed_actions: ['exclude', 'comment'] }))]).toEqual(['file', undefined])
  })
})

describe('months', () => {
  it('are taken once they are over, the running one from the 20th on', () => {
    expect(reportable('2021-08-19', 2)).toEqual(['2021-07', '2021-06'])
    expect(reportable('2021-08-20', 2)).toEqual(['2021-08', '2021-07'])
    expect(reportable('2021-01-05', 2)).toEqual(['2020-12', '2020-11'])
    expect(monthWord('2021-07')).toBe('2021年7月')
  })

  it('add up within their year', () => {
    const figure = ledger().months!.figures[0]!
    const month = (name: string, invested_yuan?: number) => ({ month: name, invested_yuan, counted_on: '2021-08-16' })
    const months = [month('2020-12', 9), month('2021-01', 10_000), month('2021-02'), month('2021-03', -2_000), month('2021-04', 1)]
    expect(yearSum(months, '2021-03', figure)).toBe(8_000n)
  })
})
