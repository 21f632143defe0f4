// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest'
import { problem } from '@/testing/problems'
import { json, list, Server } from '@/testing/server'
import { asUser, buttons, click, page, stage } from '@/testing/stage'
import ProblemActions from './ProblemActions.vue'
import ProblemProposal from './ProblemProposal.vue'

const server = new Server()
const POWER = { id: 2, name: '华辰电力公司', cases: 2, of: 2, reason: '近12个月类似问题2件，其中2件由华辰电力公司主办', likest: [] }

beforeEach(async () => {
  await asUser(server)
  server.on('GET /api/v1/departments', () => list([{ id: 2, name: '华辰电力公司', active: true }]))
  server.on('GET /api/v1/search/proposals', () => json({ since: '2020-08-16', category: null, lead_department: POWER }))
})

it('a problem is dispatched to the unit that like cases propose, with one press', async () => {
  const reported = problem({ status: 'reported', allowed_actions: ['dispatch'] })
  server.on('POST /api/v1/problems/16/dispatch', () => json(problem({ status: 'dispatched' })))
  await stage(ProblemActions, { problem: reported })
  await click('派单')
  const dialog = page().querySelector('.el-dialog')!
  await click('采用：主办单位华辰电力公司', dialog)
  await click('派单', dialog)
  expect(server.to('POST /api/v1/problems/16/dispatch').map((one) => one.body)).toEqual([{ lead_department_id: 2 }])
})

it('never proposes the unit that gave the problem back', async () => {
  const back = { id: 1, round: 1, department_id: 2, role: 'lead', clocks: {}, finished_at: '2021-08-16T10:00:00+08:00' }
  await stage(ProblemProposal, { problem: problem({ status: 'reported', assignments: [back as never] }) })
  expect(buttons()).toEqual([])
})
