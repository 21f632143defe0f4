import { expect, it } from 'vitest'
import { initialPassword, USERS, type UserForm } from './users'

const form = (more: Partial<UserForm>): UserForm => ({ ...USERS.blank(), username: 'zhang.san', display_name: '张三', ...more })

it('asks for the unit that goes with the role, and for no other', () => {
  expect(USERS.missing(form({ role: 'park_staff' }), true).park_id).toBe('请选择园区')
  expect(USERS.missing(form({ role: 'department_staff' }), true).department_id).toBe('请选择单位')
  const leader = USERS.missing(form({ role: 'leader' }), true)
  expect([leader.park_id, leader.department_id]).toEqual(['', ''])
})

it('makes an initial password that every profile accepts, another one each time', () => {
  const passwords = Array.from({ length: 50 }, initialPassword)
  for (const one of passwords) expect(one).toMatch(/^[A-Z][a-z]{3}-[2-9]{4}-[a-z]{4}$/)
  expect(new Set(passwords).size).toBe(50)
})
