import { expect, it } from 'vitest'
import { actionName, targetName } from './audit'
import { told } from './told'

const names = { park: (id: number | null | undefined) => `园区${id}`, department: (id: number | null | undefined) => `单位${id}`, category: (id: number | null | undefined) => `类别${id}` }
const say = (data: unknown) => told(data, names).map(({ label, text }) => `${label}：${text}`)

it('says in words what was written down, without what says nothing to a reader', () => {
  expect(say({ event_id: 103, number: 'SH-2021-010', status: 'in_progress', version: 8 })).toEqual(['编号：SH-2021-010', '状态：办理中'])
  expect(say({ username: 'zhang', role: 'auditor', park_id: null, department_id: 7 })).toEqual(['账号：zhang', '身份：安全审计员', '承办单位：单位7'])
  expect(say({ week: '2021-W31', number: null })).toEqual(['周次：2021年第31周'])
  expect(say({ because: 'refresh_token_reused' })).toEqual(['原因：登录凭证被重复使用，已强制退出'])
  expect(say({})).toEqual([])
})

it('says of a change only what became another', () => {
  const before = { active: true, role: 'admin', park_id: null, display_name: '甲' }
  expect(say({ before, after: { ...before, active: false, park_id: 3 } })).toEqual(['是否启用：是 → 否', '园区：无 → 园区3'])
})

it('says of an export what was asked for and how much it was', () => {
  expect(say({ asked: { format: 'xlsx', status: ['dispatched', 'in_progress'], overdue: 'true', columns: 'number,title' }, rows: 12 })).toEqual([
    '筛选条件：文件格式 电子表格，状态 待签收、办理中，只看超期 是，导出的列 编号、问题标题',
    '条数：12',
  ])
})

it('shows no program’s word where it has no other, but the value', () => {
  expect(say({ something_new: 'x1' })).toEqual(['其他：x1'])
  expect(actionName('thing.do')).toBe('其他操作')
  expect(actionName('projects.start')).toBe('开工')
  expect(actionName('negative_list.export')).toBe('导出两高一危清单')
  expect(targetName('project_targets')).toBe('项目目标')
  expect(targetName('thing')).toBe('其他')
  expect(actionName('problem.dispatch')).toBe('派单')
  expect(actionName('problem.export')).toBe('导出问题台账')
})
