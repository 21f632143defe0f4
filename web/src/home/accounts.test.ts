import { expect, it } from 'vitest'
import { accounts } from './accounts'

const user = (more: object) => ({ active: true, must_change_password: false, role: 'park_staff' as const, park_id: 1, department_id: null, ...more })
const unit = (id: number, name: string, active = true) => ({ id, name, active })

it('counts the accounts, and names the units in use that nobody can sign in for', () => {
  const users = [
    user({}),
    user({ must_change_password: true }),
    user({ active: false, must_change_password: true, park_id: 2 }),
    user({ role: 'department_staff', park_id: null, department_id: 7 }),
  ]
  const found = accounts(users, [unit(1, '甲园'), unit(2, '乙园'), unit(3, '旧园', false)], [unit(7, '供电公司'), unit(8, '经发局')])
  expect(found).toEqual({ active: 3, inactive: 1, initial: 1, without: ['乙园', '经发局'] })
})
