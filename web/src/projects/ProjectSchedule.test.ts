// @vitest-environment jsdom
import { expect, it } from 'vitest'
import { entry, ledger } from '@/entries/testing'
import { Server } from '@/testing/server'
import { asUser, buttons, click, eventually, page, stage, textOf } from '@/testing/stage'
import ProjectSchedule from './ProjectSchedule.vue'

const server = new Server()
const PAPER = 'GET /api/v1/projects/5/schedule'
const BUTTON = '下载倒排工期表'
const milestones = [{ position: 1, name: '开工', due_on: '2021-09-30', original_due_on: '2021-09-30', provisional: false }]

it('is had as a paper by whoever reads a project with milestones', async () => {
  await asUser(server)
  server.on(PAPER, () => new Response('xlsx'))
  await stage(ProjectSchedule, { ledger: ledger(), entry: entry({ milestones }) })
  expect(buttons()).toEqual([BUTTON])
  await click(BUTTON)
  const items = () => [...page().querySelectorAll<HTMLElement>('.el-dropdown-menu__item')]
  await eventually(() => expect(items().map(textOf)).toEqual(['Word', 'Excel', 'PDF']))
  items()[1]?.click()
  await eventually(() => expect(server.to(PAPER)[0]?.query.get('format')).toBe('xlsx'))
})

it('is laid back by who may plan, and is no paper before', async () => {
  await asUser(server)
  await stage(ProjectSchedule, { ledger: ledger(), entry: entry({ allowed_actions: ['plan_milestones'] }) })
  expect(buttons()).toEqual(['倒排工期'])
})
