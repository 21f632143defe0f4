import type { Schemas } from '@/api/client'

type User = Pick<Schemas['UserOut'], 'active' | 'must_change_password' | 'role' | 'park_id' | 'department_id'>
type Unit = { id: number; name: string; active: boolean }

export interface Accounts {
  active: number
  inactive: number
  /** Who never signed in to set a password of their own, or whose was reset. */
  initial: number
  /** Units in use that nobody can sign in for: what is sent to them is accepted by no one. */
  without: string[]
}

export function accounts(users: User[], parks: Unit[], departments: Unit[]): Accounts {
  const active = users.filter((user) => user.active)
  const has = (role: Schemas['Role'], key: 'park_id' | 'department_id', id: number) =>
    active.some((user) => user.role === role && user[key] === id)
  return {
    active: active.length,
    inactive: users.length - active.length,
    initial: active.filter((user) => user.must_change_password).length,
    without: [
      ...parks.filter((one) => one.active && !has('park_staff', 'park_id', one.id)),
      ...departments.filter((one) => one.active && !has('department_staff', 'department_id', one.id)),
    ].map((one) => one.name),
  }
}
