// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest'
import { entry, ledger } from '@/entries/testing'
import { json, list, refusal, Server } from '@/testing/server'
import { asUser, buttons, click, eventually, page, says, stage, textOf } from '@/testing/stage'
import DriveDetail from './DriveDetail.vue'

const server = new Server()
const NUMBERS = 'GET /api/v1/drives/5/numbers'
const counts = { checked: 2, declined: 0, found: 2, verified: 1, open: 1, rectified: { numerator: 1, denominator: 2, percent: '50.0' }, in_time: { numerator: 0, denominator: 0, percent: null } }
const standing = {
  as_of: '2021-08-16',
  targets: 3,
  coverage: { numerator: 2, denominator: 3, percent: '66.7' },
  counts,
  zero_on: null,
  sentence: '科技创新局1个工作小组暗访检查企业2家，发现隐患2处，已销号1处，未销号1处。',
  groups: [{ group: 1, name: '一组', counts }],
  parks: [{ park_id: 1, name: '沙河产业园区', targets: 3, counts }],
  items: [],
}
const target = (name: string) => ({ name, park_id: 1 })
const drive = (allowed_actions: string[] = ['close']) =>
  entry({ nature: 'emergency', groups: [{ name: '一组' }], checklist: [{ text: '消防通道畅通' }], targets: [target('甲厂'), target('乙厂'), target('丙厂')], allowed_actions })
async function shown(of = drive()) {
  await stage(DriveDetail, { ledger: { ...ledger(), code: 'drives' }, entry: of })
  await eventually(() => expect(rows()).toHaveLength(3))
}
const rows = () => [...page().querySelectorAll('li')].map(textOf)

beforeEach(async () => {
  await asUser(server)
  server.on(NUMBERS, () => json(standing))
  server.on('GET /api/v1/parks', () => list([{ id: 1, name: '沙河产业园区', active: true }]))
  const check = (id: number, at: number, told: object = {}) => entry({ id, number: `SH-JC-2021-00${id}`, target: at, status: 'done', result: 'passed', ...told })
  // The first check of the third was voided.
  server.on('GET /api/v1/checks', () => list([check(1, 1, { result: 'failed' }), check(2, 2), check(3, 3, { status: 'void' })]))
  const hazard = (id: number, status: string) => entry({ id, check_id: 1, text: `隐患${id}`, status })
  server.on('GET /api/v1/hazards', () => list([hazard(11, 'verified'), hazard(12, 'found'), hazard(13, 'void')]))
})

it('tells how the drive stands, and of each target what was found', async () => {
  await shown()
  await eventually(() => expect(says(standing.sentence)).toBe(true))
  expect([...page().querySelectorAll('dl div')].map(textOf)).toEqual(['覆盖率66.7%', '整改率50.0%', '按期整改率—', '未销号1'])
  expect(rows()[0]).toContain('隐患2处，未销号1处')
  expect(rows()[0]).not.toContain('隐患13')
  expect(rows()[1]).toContain('已检查，未发现隐患')
  expect(rows()[2]).toContain('未检查')
  expect(server.to('GET /api/v1/checks')[0]!.query.get('drive_id')).toBe('5')
})

it('opens the form of a target that is still to be checked', async () => {
  await shown()
  expect(buttons().filter((one) => one === '检查')).toHaveLength(1)
  await click('检查')
  expect(says('检查：丙厂')).toBe(true)
})

it('lets nobody check who can’t', async () => {
  await shown(drive([]))
  expect(buttons()).not.toContain('检查')
})

it('says why the numbers are not there', async () => {
  server.on(NUMBERS, () => refusal(503, 'overloaded', '服务器繁忙'))
  await shown()
  await eventually(() => expect(says('服务器繁忙')).toBe(true))
})
