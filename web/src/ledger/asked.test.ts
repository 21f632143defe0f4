import { expect, it } from 'vitest'
import { ref } from 'vue'
import type { useNames } from '@/directory/names'
import { describeFilters } from './asked'

const rows = (...names: string[]) => ref(names.map((name, place) => ({ id: place + 1, name })))
const names = { parks: rows('沙河产业园区'), departments: rows('电力公司'), categories: rows('用电') } as unknown as ReturnType<typeof useNames>

it('says on paper what the rows were filtered by, in words', () => {
  const filters = { status: ['dispatched', 'in_progress'], title: '用电', park_id: '1', overdue: 'true', department_id: 'null', enterprise_id: '7' }
  expect(describeFilters(filters, names, '聚合庄')).toEqual([
    '园区：沙河产业园区',
    '承办单位：（无）',
    '状态：待签收、办理中',
    '标题包含：用电',
    '企业：聚合庄',
    '只看超期未办结',
  ])
})

it('has nothing to say where nothing is filtered', () => {
  expect(describeFilters({ status: [], sort: 'due_on' }, names)).toEqual([])
})
