// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from 'vitest'
import { problem } from '@/testing/problems'
import { json, refusal, Server } from '@/testing/server'
import { asUser, buttons, click, eventually, page, says, stage, textOf } from '@/testing/stage'
import ProblemContacts from './ProblemContacts.vue'
import { mayCall } from './useContacts'

const server = new Server()
const LIST = 'GET /api/v1/problems/16/contacts'
const CALL = 'POST /api/v1/problems/16/contacts/call'
const contacts = [
  { index: 1, name: '王负责人', position: '负责人', phone: '138****1234' },
  { index: 2, name: '李会计', position: null, phone: null },
]
const shown = () => textOf(page().querySelector('main'))

beforeEach(async () => {
  await asUser(server, { role: 'park_staff', park_id: 1 })
  server.on(LIST, () => json({ enterprise_id: 7, contacts }))
})

it('shows masked numbers, and dials the one that was asked for', async () => {
  server.on(CALL, () => json({ name: '王负责人', phone: '138-1234 1234' }))
  const location = { href: '' }
  vi.stubGlobal('location', location)
  await stage(ProblemContacts, { problem: problem() })
  await eventually(() => expect(shown()).toContain('王负责人（负责人）138****1234'))
  expect(shown()).toContain('李会计未登记电话')
  expect(buttons()).toEqual(['拨打'])
  await click('拨打王负责人')
  await eventually(() => expect(location.href).toBe('tel:13812341234'))
  expect(server.to(CALL).map((one) => one.body)).toEqual([{ index: 1 }])
  expect(page().querySelector('a')?.textContent).toBe('138-1234 1234')
  await click('拨打王负责人')
  expect(server.to(CALL)).toHaveLength(1)
  vi.unstubAllGlobals()
})

it('says where contacts are entered, where there are none', async () => {
  server.on(LIST, () => json({ enterprise_id: 7, contacts: [] }))
  await stage(ProblemContacts, { problem: problem() })
  await eventually(() => expect(shown()).toContain('企业尚未登记联系人，可在企业信息中补充。'))
})

it('says that a site has nobody to call', async () => {
  server.on('GET /api/v1/problems/17/contacts', () => json({ enterprise_id: null, contacts: [] }))
  await stage(ProblemContacts, { problem: problem({ id: 17, enterprise_id: null }) })
  await eventually(() => expect(shown()).toContain('此问题未关联企业'))
})

it('shows a refused call and reads the list anew', async () => {
  server.on(CALL, () => refusal(409, 'problem.contact_without_phone', '该联系人没有登记电话'))
  await stage(ProblemContacts, { problem: problem() })
  await eventually(() => expect(buttons()).toEqual(['拨打']))
  await click('拨打王负责人')
  await eventually(() => expect(says('该联系人没有登记电话')).toBe(true))
  await eventually(() => expect(server.to(LIST)).toHaveLength(2))
})

it('is for who works the case', () => {
  const part = { round: 1, department_id: 2 } as never
  const power = { role: 'department_staff', department_id: 2 }
  expect(mayCall(problem({ assignments: [part] }), power)).toBe(true)
  expect(mayCall(problem({ assignments: [part], confidential: true }), power)).toBe(false)
  expect(mayCall(problem({ assignments: [part], status: 'closed' }), power)).toBe(false)
  expect(mayCall(problem({ assignments: [part] }), { role: 'department_staff', department_id: 3 })).toBe(false)
  expect(mayCall(problem(), { role: 'coordinator' })).toBe(true)
  expect(mayCall(problem(), { role: 'leader' })).toBe(false)
  expect(mayCall(problem(), null)).toBe(false)
})
