import { api, ask, type Schemas } from '@/api/client'
import type { Room } from './record'

type Park = Schemas['ParkOut']
type Department = Schemas['DepartmentOut']
type Category = Schemas['CategoryOut']

const orNull = (text: string) => text.trim() || null

export interface ParkForm {
  code: string
  name: string
  kind: Schemas['ParkKind']
}

export const PARKS: Room<Park, ParkForm> = {
  key: 'parks',
  noun: '园区',
  labels: { code: '代码', name: '名称', kind: '类型' },
  blank: () => ({ code: '', name: '', kind: 'park' }),
  formOf: ({ code, name, kind }) => ({ code, name, kind }),
  create: (form, headers) => ask(api.POST('/api/v1/parks', { body: form, headers })),
  change: ({ id }, { name, kind }, headers) =>
    ask(api.PATCH('/api/v1/parks/{id}', { params: { path: { id } }, body: { name, kind }, headers })),
  switchOn: ({ id }, active, headers) =>
    ask(api.PATCH('/api/v1/parks/{id}', { params: { path: { id } }, body: { active }, headers })),
  reread: (id) => ask(api.GET('/api/v1/parks/{id}', { params: { path: { id } } })),
  missing: (form) => ({
    name: form.name.trim() ? '' : '请填写名称',
    code: /^[A-Z0-9]{1,10}$/.test(form.code) ? '' : '请填写 1 至 10 位大写字母或数字',
  }),
}

export interface DepartmentForm {
  name: string
  kind: Schemas['DepartmentKind']
  /** One a line. */
  notice_emails: string
  peer_group: string
  duty_contact: string
}

const departmentBody = (form: DepartmentForm) => ({
  name: form.name,
  kind: form.kind,
  notice_emails: form.notice_emails.split(/[\s,，;；]+/).filter(Boolean),
  peer_group: orNull(form.peer_group),
  duty_contact: orNull(form.duty_contact),
})

export const DEPARTMENTS: Room<Department, DepartmentForm> = {
  key: 'departments',
  noun: '承办单位',
  labels: { name: '名称', kind: '性质', notice_emails: '通知邮箱', peer_group: '同类组', duty_contact: '值班联系方式' },
  blank: () => ({ name: '', kind: 'government', notice_emails: '', peer_group: '', duty_contact: '' }),
  formOf: (row) => ({
    name: row.name,
    kind: row.kind,
    notice_emails: (row.notice_emails ?? []).join('\n'),
    peer_group: row.peer_group ?? '',
    duty_contact: row.duty_contact ?? '',
  }),
  create: (form, headers) => ask(api.POST('/api/v1/departments', { body: departmentBody(form), headers })),
  change: ({ id }, form, headers) =>
    ask(api.PATCH('/api/v1/departments/{id}', { params: { path: { id } }, body: departmentBody(form), headers })),
  switchOn: ({ id }, active, headers) =>
    ask(api.PATCH('/api/v1/departments/{id}', { params: { path: { id } }, body: { active }, headers })),
  reread: (id) => ask(api.GET('/api/v1/departments/{id}', { params: { path: { id } } })),
  missing: (form) => ({ name: form.name.trim() ? '' : '请填写名称' }),
}

export interface CategoryForm {
  name: string
  parent_id: number | null
}

export const CATEGORIES: Room<Category, CategoryForm> = {
  key: 'categories',
  noun: '类别',
  labels: { name: '名称', parent_id: '上级类别' },
  blank: () => ({ name: '', parent_id: null }),
  formOf: ({ name, parent_id }) => ({ name, parent_id: parent_id ?? null }),
  create: (form, headers) => ask(api.POST('/api/v1/categories', { body: form, headers })),
  change: ({ id }, form, headers) =>
    ask(api.PATCH('/api/v1/categories/{id}', { params: { path: { id } }, body: form, headers })),
  switchOn: ({ id }, active, headers) =>
    ask(api.PATCH('/api/v1/categories/{id}', { params: { path: { id } }, body: { active }, headers })),
  reread: (id) => ask(api.GET('/api/v1/categories/{id}', { params: { path: { id } } })),
  missing: (form) => ({ name: form.name.trim() ? '' : '请填写名称' }),
}

/** First-level categories in the order of the list, each followed by its own. */
export function tree(categories: Category[]): { category: Category; level: 1 | 2 }[] {
  const first = categories.filter((one) => one.parent_id == null)
  return first.flatMap((parent) => [
    { category: parent, level: 1 as const },
    ...categories.filter((one) => one.parent_id === parent.id).map((category) => ({ category, level: 2 as const })),
  ])
}
