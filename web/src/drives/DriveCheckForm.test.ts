// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest'
import { flushPromises } from '@vue/test-utils'
import { entry, ledger } from '@/entries/testing'
import { json, list, refusal, Server } from '@/testing/server'
import { asUser, click, page, says, stage } from '@/testing/stage'
import DriveCheckForm from './DriveCheckForm.vue'

const server = new Server()
const CHECKS = 'POST /api/v1/checks'
const HAZARDS = 'POST /api/v1/hazards'
const words = (...all: [string, string][]) => ({ type: 'word' as const, words: all.map(([key, zh]) => ({ key, zh })) })
const hazards = {
  ...ledger(),
  code: 'hazards',
  kind: 'child' as const,
  fields: [
    { name: 'level', heading: '等级', kind: words(['ordinary', '一般隐患'], ['major', '重大隐患']) },
    { name: 'handling', heading: '处理方式', kind: words(['later', '限期整改'], ['on_spot', '立查立改']) },
  ],
}
const drive = entry({
  nature: 'emergency',
  groups: [{ name: '一组' }],
  checklist: [{ text: '消防通道畅通' }, { text: '危化品专库存放', level: 'major' }],
  targets: [{ name: '聚合庄生态农庄', park_id: 1 }],
})

beforeEach(async () => {
  await asUser(server)
  server.on('GET /api/v1/ledgers', () => list([hazards]))
  server.on(CHECKS, () => json({ ...entry({ id: 9, number: 'SH-JC-2021-001' }) }, 201))
})

/** Taps a choice. */
async function tap(label: string, within: ParentNode = page()) {
  const tapped = [...within.querySelectorAll('label')].find((one) => one.textContent?.trim() === label)
  tapped?.querySelector('input')?.click()
  await flushPromises()
}
/** Taps an answer of a line, or what is asked of what fails. */
const answer = (line: number, label: string) => tap(label, page().querySelectorAll('form section')[line])

async function write(name: string, text: string) {
  const into = page().querySelector<HTMLInputElement | HTMLTextAreaElement>(`input[aria-label="${name}"], textarea[aria-label="${name}"]`)!
  into.value = text
  into.dispatchEvent(new Event('input'))
  await flushPromises()
}

it('is sent with one tap where all is as it should be', async () => {
  await stage(DriveCheckForm, { drive, target: 1, modelValue: true })
  await click('提交')
  expect(server.to(CHECKS).map((one) => one.body)).toEqual([{ drive_id: 5, target: 1, group: 1, on: '2021-08-16' }])
  expect(server.to(HAZARDS)).toHaveLength(0)
  expect(says('已登记 SH-JC-2021-001')).toBe(true)
})

it('makes a hazard of what fails, and sends the rest alone where the line broke between', async () => {
  server.on(HAZARDS, () => refusal(503, 'overloaded', '服务器繁忙'), () => json(entry({ id: 12 }), 201))
  await stage(DriveCheckForm, { drive, target: 1, modelValue: true })
  await answer(1, '否')
  await click('提交')
  expect(says('服务器繁忙')).toBe(true)
  await click('继续提交')
  expect(server.to(CHECKS)).toHaveLength(1)
  const sent = server.to(HAZARDS)
  expect(sent.map((one) => one.body)).toEqual(Array(2).fill({ check_id: 9, on: '2021-08-16', item: 2, text: '危化品专库存放', level: 'major', handling: 'later' }))
  expect(sent[0]?.headers.get('Idempotency-Key')).toBe(sent[1]?.headers.get('Idempotency-Key'))
})

it('sends nothing before who mended it on the spot is named', async () => {
  server.on(HAZARDS, () => json(entry({ id: 12 }), 201))
  await stage(DriveCheckForm, { drive, target: 1, modelValue: true })
  await answer(0, '否')
  await answer(0, '立查立改')
  await click('提交')
  expect(says('第1项：请填写企业整改人')).toBe(true)
  expect(server.to(CHECKS)).toEqual([])
  await write('企业整改人', ' 李四 ')
  await click('提交')
  expect(server.to(CHECKS)[0]?.body).toMatchObject({ answers: [{ item: 1, answer: 'no' }] })
  expect(server.to(HAZARDS)[0]?.body).toEqual({ check_id: 9, on: '2021-08-16', item: 1, text: '消防通道畅通', level: 'ordinary', handling: 'on_spot', mended_by: '李四' })
})

it('says why the server refuses a check, makes no hazard of it, and sends the same again under its key', async () => {
  server.on(
    CHECKS,
    () => refusal(409, 'check.already_checked', '该检查对象已有检查记录；有误的请先作废'),
    () => json(entry({ id: 9, number: 'SH-JC-2021-001' }), 201),
  )
  server.on(HAZARDS, () => json(entry({ id: 12 }), 201))
  await stage(DriveCheckForm, { drive, target: 1, modelValue: true })
  await answer(1, '否')
  await click('提交')
  expect(says('该检查对象已有检查记录')).toBe(true)
  expect(server.to(HAZARDS)).toEqual([])
  await click('提交')
  const keys = server.to(CHECKS).map((one) => one.headers.get('Idempotency-Key'))
  expect(keys).toEqual([keys[0], keys[0]])
  expect(server.to(HAZARDS)).toHaveLength(1)
})

it('lets an enterprise decline advice, with its reason alone', async () => {
  await stage(DriveCheckForm, { drive: { ...drive, nature: 'guidance', groups: [{ name: '一组' }, { name: '二组' }] }, target: 1, modelValue: true })
  await tap('二组')
  await answer(0, '否')
  page().querySelector<HTMLInputElement>('input[type=checkbox]')?.click()
  await flushPromises()
  await click('提交')
  expect(says('请在说明中写明谢绝原因')).toBe(true)
  await write('说明', '生产繁忙')
  await click('提交')
  expect(server.to(CHECKS).map((one) => one.body)).toEqual([{ drive_id: 5, target: 1, group: 2, on: '2021-08-16', note: '生产繁忙', declined: true }])
  expect(server.to(HAZARDS)).toEqual([])
})

it('offers nobody to decline what is ordered', async () => {
  await stage(DriveCheckForm, { drive, target: 1, modelValue: true })
  expect(says('企业谢绝')).toBe(false)
})
