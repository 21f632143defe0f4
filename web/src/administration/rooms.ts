import { api, ask, type Schemas } from '@/api/client'
import { DEPARTMENT_KIND, options, PARK_KIND } from '@/words/words'
import type { Kept } from './record'
import type { Sheet } from './sheet'

type Park = Schemas['ParkOut']
type Department = Schemas['DepartmentOut']
type Category = Schemas['CategoryOut']

const inUse = (row: Kept) => (row.active ? '在用' : '已停用')
const orNull = (text: string) => text.trim() || null

export interface ParkForm {
  code: string
  name: string
  kind: Schemas['ParkKind']
}

export const PARKS: Sheet<Park, ParkForm> = {
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
  emptyText: '还没有园区。请先新增，再建园区工作人员的账号。',
  consequence: '停用后不能再在此登记，已有记录和数字不变。',
  columns: [
    { label: '名称', text: (park) => park.name },
    { label: '代码', text: (park) => park.code },
    { label: '类型', text: (park) => PARK_KIND[park.kind] },
    { label: '状态', text: inUse },
  ],
  fields: [
    { name: 'name', kind: 'text', required: true, placeholder: '如：沙河产业园区' },
    {
      name: 'code',
      kind: 'capitals',
      required: true,
      max: 10,
      hint: () => '用于问题编号，如 SH-2021-016，新增后不能改。',
      disabled: (_, park) => !!park,
    },
    { name: 'kind', kind: 'radio', options: () => options(PARK_KIND) },
  ],
}

export interface DepartmentForm {
  name: string
  kind: Schemas['DepartmentKind']
  /** One a line. */
  notice_emails: string
  peer_group: string
  duty_contact: string
  slip: 'with' | 'without'
}

const departmentBody = (form: DepartmentForm) => ({
  name: form.name,
  kind: form.kind,
  notice_emails: form.notice_emails.split(/[\s,，;；]+/).filter(Boolean),
  peer_group: orNull(form.peer_group),
  duty_contact: orNull(form.duty_contact),
  wants_slip_pdf: form.slip === 'with',
})

export const DEPARTMENTS: Sheet<Department, DepartmentForm> = {
  key: 'departments',
  noun: '承办单位',
  labels: { name: '名称', kind: '性质', notice_emails: '通知邮箱', peer_group: '同类组', duty_contact: '值班联系方式', slip: '派单邮件' },
  blank: () => ({ name: '', kind: 'government', notice_emails: '', peer_group: '', duty_contact: '', slip: 'without' }),
  formOf: (row) => ({
    name: row.name,
    kind: row.kind,
    notice_emails: (row.notice_emails ?? []).join('\n'),
    peer_group: row.peer_group ?? '',
    duty_contact: row.duty_contact ?? '',
    slip: row.wants_slip_pdf ? 'with' : 'without',
  }),
  create: (form, headers) => ask(api.POST('/api/v1/departments', { body: departmentBody(form), headers })),
  change: ({ id }, form, headers) =>
    ask(api.PATCH('/api/v1/departments/{id}', { params: { path: { id } }, body: departmentBody(form), headers })),
  switchOn: ({ id }, active, headers) =>
    ask(api.PATCH('/api/v1/departments/{id}', { params: { path: { id } }, body: { active }, headers })),
  reread: (id) => ask(api.GET('/api/v1/departments/{id}', { params: { path: { id } } })),
  missing: (form) => ({ name: form.name.trim() ? '' : '请填写名称' }),
  emptyText: '还没有承办单位。请先新增，才能派单。',
  consequence: '停用后不能再派单给该单位，在办问题不受影响。',
  columns: [
    { label: '名称', text: (one) => one.name },
    { label: '性质', text: (one) => DEPARTMENT_KIND[one.kind] },
    { label: '同类组', text: (one) => one.peer_group ?? '' },
    { label: '通知邮箱', text: (one) => (one.notice_emails ?? []).join('、'), lacking: '未填写，收不到通知', breaks: true },
    { label: '值班联系方式', text: (one) => one.duty_contact ?? '' },
    { label: '状态', text: inUse },
  ],
  fields: [
    { name: 'name', kind: 'text', required: true, placeholder: '如：华辰电力公司' },
    { name: 'kind', kind: 'select', options: () => options(DEPARTMENT_KIND) },
    {
      name: 'peer_group',
      kind: 'suggest',
      placeholder: '如：区直部门',
      hint: () => '统计时只在同组内并列，不同组不相互比较。',
      options: (all) => [...new Set(all.map((one) => one.peer_group ?? ''))].filter(Boolean).map((one) => ({ value: one, label: one })),
    },
    { name: 'notice_emails', kind: 'lines', aside: '（每行一个，最多 20 个）' },
    {
      name: 'slip',
      kind: 'radio',
      options: () => [
        { value: 'without', label: '不附交办单' },
        { value: 'with', label: '附交办单（PDF）' },
      ],
    },
    { name: 'duty_contact', kind: 'text', placeholder: '如：办公室 0371-0000000' },
  ],
}

export interface CategoryForm {
  name: string
  parent_id: number | null
}

export const CATEGORIES: Sheet<Category, CategoryForm> = {
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
  emptyText: '还没有类别。请先新增，上报时才能选。',
  consequence: '停用后上报时不再可选，已有问题的类别不变。',
  columns: [
    { label: '类别', text: (one) => one.name },
    { label: '状态', text: inUse },
  ],
  fields: [
    { name: 'name', kind: 'text', required: true, placeholder: '如：用电' },
    {
      name: 'parent_id',
      kind: 'select',
      clearable: true,
      placeholder: '无，为一级类别',
      options: (all, category) =>
        all
          .filter((one) => one.active && one.parent_id == null && one.id !== category?.id)
          .map(({ id, name }) => ({ value: id, label: name })),
      hint: (all, category) => (hasOwn(all, category) ? '该类别已有下级，类别只分两级。' : ''),
      disabled: hasOwn,
    },
  ],
  arranged: (all) => tree(all).map(({ category }) => category),
  isSecond: (one) => one.parent_id != null,
}

/** Only two levels: what has categories of its own stays on the first one. */
function hasOwn(all: Category[], category: Category | null): boolean {
  return !!category && all.some((one) => one.parent_id === category.id)
}

/** First-level categories in the order of the list, each followed by its own. */
export function tree(categories: Category[]): { category: Category; level: 1 | 2 }[] {
  const first = categories.filter((one) => one.parent_id == null)
  return first.flatMap((parent) => [
    { category: parent, level: 1 as const },
    ...categories.filter((one) => one.parent_id === parent.id).map((category) => ({ category, level: 2 as const })),
  ])
}
