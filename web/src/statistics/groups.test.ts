import { expect, it } from 'vitest'
import type { Schemas } from '@/api/client'
import type { Row } from './figures'
import { grouped } from './groups'

const row = (id: number | null, name: string, collected: number, due: number) =>
  ({ key: { department_id: id, name }, collected, period: { collected: 0, due } }) as unknown as Row
const unit = (id: number, peer_group: string | null) => ({ id, peer_group }) as Schemas['DepartmentOut']

it('compares departments with their peers alone, and lists apart who had nothing due', () => {
  const rows = [row(1, '电力', 4, 2), row(2, '经发局', 3, 1), row(3, '科技局', 5, 1), row(4, '银行', 1, 0), row(null, '未派单', 1, 0)]
  const units = [unit(1, '公用企业'), unit(2, '区直部门'), unit(3, '区直部门'), unit(4, '金融机构')]
  const groups = grouped(rows, 'department', units, 'collected', false)
  expect(groups.map((one) => [one.title, one.rows.map((each) => each.key.name)])).toEqual([
    ['公用企业', ['电力']],
    ['区直部门', ['科技局', '经发局']],
    ['本期无应办结事项', ['银行']],
    ['没有承办单位（未派单、现场办结）', ['未派单']],
  ])
})

it('leaves everything else in one sorted table', () => {
  const rows = [row(1, '甲', 1, 0), row(2, '乙', 2, 0)]
  expect(grouped(rows, 'park', [], 'collected', false)[0]?.rows.map((one) => one.key.name)).toEqual(['乙', '甲'])
})
