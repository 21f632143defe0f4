// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest'
import { entry, ledger } from '@/entries/testing'
import { json, refusal, Server } from '@/testing/server'
import { asUser, buttons, says, stage } from '@/testing/stage'
import ProjectScreening from './ProjectScreening.vue'

const server = new Server()
const ASKED = 'GET /api/v1/projects/5/screening'
const HIT = { rule_id: 31, number: 'LG-2021-007', name: '平板玻璃制造', industry_code: '3041', product: null, threshold_tce: null, kind: 'energy', basis: '某文件', to_check: [] }

beforeEach(async () => {
  await asUser(server)
  server.on(ASKED, () => json({ as_of: '2021-08-16', rules: 3, proposed: 'suspected', decided: null, hits: [HIT] }))
})

it('says who is to act, and the number of the line', async () => {
  await stage(ProjectScreening, { ledger: ledger(), entry: entry({ allowed_actions: ['screen'] }) })
  expect(says('请办理“两高一危会商”')).toBe(true)
  expect(says('清单条目 LG-2021-007')).toBe(true)
  await stage(ProjectScreening, { ledger: ledger(), entry: entry() })
  expect(says('待责任单位会商')).toBe(true)
})

it('asks nothing of a project that is over', async () => {
  await stage(ProjectScreening, { ledger: ledger(), entry: entry({ status: 'completed' }) })
  expect(server.to(ASKED)).toHaveLength(0)
  expect(says('两高一危')).toBe(false)
})

it('says that it could not be asked', async () => {
  server.on(ASKED, () => refusal(503, 'overloaded', '服务器繁忙'))
  await stage(ProjectScreening, { ledger: ledger(), entry: entry() })
  expect(says('服务器繁忙')).toBe(true)
  expect(buttons()).toContain('重试')
})
