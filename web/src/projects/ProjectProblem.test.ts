// @vitest-environment jsdom
import { expect, it } from 'vitest'
import { entry, ledger } from '@/entries/testing'
import { Server } from '@/testing/server'
import { asUser, buttons, click, stage } from '@/testing/stage'
import ProjectProblem from './ProjectProblem.vue'

const server = new Server()
const BUTTON = '提出瓶颈问题'

it('leads to the form of a problem with the project and its place', async () => {
  await asUser(server)
  const told = { name: '标准厂房二期', park_id: 1, enterprise_id: null, enterprise_name: null, allowed_actions: ['link'] }
  const staged = await stage(ProjectProblem, { ledger: ledger(), entry: entry(told) })
  await click(BUTTON)
  const { path, query } = staged.vm.$router.currentRoute.value
  expect(path).toBe('/problems/new')
  expect(query).toMatchObject({ project_id: '5', project: '标准厂房二期', park_id: '1', site_name: '标准厂房二期' })
})

it('is there only for who files problems and may link the project', async () => {
  await asUser(server)
  await stage(ProjectProblem, { ledger: ledger(), entry: entry({ allowed_actions: ['comment'] }) })
  expect(buttons()).not.toContain(BUTTON)
  await asUser(server, { role: 'department_staff', park_id: null, department_id: 2 })
  await stage(ProjectProblem, { ledger: ledger(), entry: entry({ allowed_actions: ['link'] }) })
  expect(buttons()).not.toContain(BUTTON)
})
