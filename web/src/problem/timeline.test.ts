import { expect, it } from 'vitest'
import type { Schemas } from '@/api/client'
import { factsOf } from './timeline'

const names = { department: (id: number) => `单位${id}`, park: (id: number) => `园区${id}`, category: (id: number) => `类别${id}` }

function event(kind: string, data: object): Schemas['EventOut'] {
  return {
    id: 1,
    kind,
    occurred_on: '2021-08-02',
    recorded_at: '2021-08-02T09:00:00+08:00',
    counted_on: '2021-08-02',
    round: 1,
    data: data as Schemas['EventOut']['data'],
  }
}

it('a dispatch names the departments and leaves out what was not said', () => {
  const data = { lead_department_id: 9, supporting_department_ids: [3, 4], meet_at: null, place: null, final: false }
  expect(factsOf(event('dispatch', data), names)).toEqual(['主办：单位9', '协办：单位3、单位4'])
})

it('a refusal and a no are facts, too', () => {
  expect(factsOf(event('decide_extension', { granted: false, until: null }), names)).toEqual(['不同意'])
  expect(factsOf(event('follow_up', { reached: true, solved: false, satisfaction: 2 }), names)).toEqual([
    '已联系上',
    '企业认为未解决',
    '不满意',
  ])
})

it('a correction shows before and after', () => {
  const data = { severity: { from: 'ordinary', to: 'urgent' }, category_id: { from: 1, to: 2 } }
  expect(factsOf(event('edit', data), names)).toEqual(['严重程度：一般 → 紧急', '类别已更正'])
})
