import { api, ask, everything, type Schemas } from '@/api/client'
import type { Room } from './record'

export type User = Schemas['UserOut']

export interface UserForm {
  username: string
  display_name: string
  role: Schemas['Role']
  park_id: number | null
  department_id: number | null
  email: string
  phone: string
  password: string
}

/** A unit goes with two of the roles, and with no other. */
const body = (form: UserForm) => ({
  display_name: form.display_name,
  role: form.role,
  park_id: form.role === 'park_staff' ? form.park_id : null,
  department_id: form.role === 'department_staff' ? form.department_id : null,
  email: form.email.trim() || null,
  phone: form.phone.trim() || null,
})

export const USERS: Room<User, UserForm> = {
  key: 'users',
  noun: '账号',
  secret: ['password'],
  labels: {
    username: '账号',
    display_name: '姓名',
    role: '身份',
    park_id: '园区',
    department_id: '单位',
    email: '邮箱',
    phone: '电话',
    password: '初始密码',
  },
  blank: () => ({
    username: '',
    display_name: '',
    role: 'park_staff',
    park_id: null,
    department_id: null,
    email: '',
    phone: '',
    password: initialPassword(),
  }),
  formOf: (row) => ({
    username: row.username,
    display_name: row.display_name,
    role: row.role,
    park_id: row.park_id ?? null,
    department_id: row.department_id ?? null,
    email: row.email ?? '',
    phone: row.phone ?? '',
    password: '',
  }),
  create: (form, headers) =>
    ask(
      api.POST('/api/v1/users', { body: { ...body(form), username: form.username, password: form.password }, headers }),
    ),
  change: ({ id }, form, headers) =>
    ask(api.PATCH('/api/v1/users/{id}', { params: { path: { id } }, body: body(form), headers })),
  switchOn: ({ id }, active, headers) =>
    ask(api.PATCH('/api/v1/users/{id}', { params: { path: { id } }, body: { active }, headers })),
  reread: (id) => ask(api.GET('/api/v1/users/{id}', { params: { path: { id } } })),
  missing: (form, isNew) => ({
    username: isNew && !/^[a-zA-Z0-9._-]{2,64}$/.test(form.username) ? '请填写 2 至 64 位字母、数字或 . _ -' : '',
    display_name: form.display_name.trim() ? '' : '请填写姓名',
    park_id: form.role === 'park_staff' && !form.park_id ? '请选择园区' : '',
    department_id: form.role === 'department_staff' && !form.department_id ? '请选择单位' : '',
    password: isNew && !form.password ? '请填写初始密码' : '',
  }),
}

export const fetchUsers = () =>
  everything((cursor) => ask(api.GET('/api/v1/users', { params: { query: { limit: 200, cursor } } })))

/** Without letters and digits that are mistaken for each other when they are read out. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz'
const DIGITS = '23456789'

/** Easy to read out over the telephone: capital, small letters, digits, in groups of four. */
export function initialPassword(): string {
  const draw = (from: string, count: number) =>
    Array.from(crypto.getRandomValues(new Uint32Array(count)), (one) => from[one % from.length]).join('')
  return `${draw(LETTERS.toUpperCase(), 1)}${draw(LETTERS, 3)}-${draw(DIGITS, 4)}-${draw(LETTERS, 4)}`
}
