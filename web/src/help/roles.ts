import type { Role } from '@/session/session'

/** The chapters of the help, in the order in which they stand. */
export const CHAPTERS = {
  steps: '操作步骤',
  states: '问题的状态',
  clocks: '时限与红绿灯',
  confidential: '保密诉求',
  attachments: '照片和附件',
  door: '企业直通',
  projects: '项目建设台账',
  imports: '导入说明',
  numbers: '统计口径',
  keys: '键盘操作',
}
export type Chapter = keyof typeof CHAPTERS

const CASES: Chapter[] = ['states', 'clocks', 'confidential', 'attachments', 'projects', 'numbers']

/** What a role has to do with besides its steps and the keys. */
const OF: Record<Role, Chapter[]> = {
  park_staff: [...CASES, 'door', 'imports'],
  department_staff: [...CASES, 'imports'],
  coordinator: [...CASES, 'door', 'imports'],
  leader: ['states', 'clocks', 'projects', 'numbers'],
  admin: [],
  auditor: [],
}

/** The chapters of a role's page: none that it has nothing to do with. */
export function chaptersOf(role: Role): Chapter[] {
  const all = Object.keys(CHAPTERS) as Chapter[]
  return all.filter((one) => one === 'steps' || one === 'keys' || OF[role].includes(one))
}
