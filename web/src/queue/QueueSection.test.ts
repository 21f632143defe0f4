// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Schemas } from '@/api/client'
import { Server } from '@/testing/server'
import { asUser, button, page, stage, textOf } from '@/testing/stage'
import { sections, type Entry } from './queue'
import QueueSection from './QueueSection.vue'

const server = new Server()
const LONG = '用电'.repeat(100)
const SCRIPT = '<script>alert(1)</script>'
const clock = { due_on: '2021-08-17', original_due_on: '2021-08-17', provisional: false, light: 'red' as const, remaining_working_days: -2, why: [] }
const item = (problem_id: number, title: string, limit: object): Schemas['QueueItem'] => ({
  kind: 'accept',
  problem_id,
  number: `SH-2021-0${problem_id}`,
  title,
  status: 'dispatched',
  severity: 'ordinary',
  park_id: 1,
  enterprise_id: 7,
  enterprise_name: '聚合庄生态农庄',
  allowed_actions: ['accept'],
  ...limit,
})
const queue = {
  counts: { accept: 5 },
  items: [item(1, LONG, { light: 'red', clock_kind: 'accept', clock }), item(2, SCRIPT, {})],
}

function shown(more: object = {}) {
  const section = sections(queue)[0]!
  return stage(QueueSection, { section, current: null, ticked: [], ...more })
}
const rows = () => [...page().querySelectorAll('li')]

beforeEach(() => asUser(server, { role: 'department_staff', park_id: null, department_id: 2 }))

it('says what waits, how much of it, and where the rest is', async () => {
  await shown()
  expect(textOf(page().querySelector('header'))).toBe('待签收5')
  expect(rows()).toHaveLength(2)
  expect(textOf(page().querySelector('a'))).toBe('其余 3 件见问题台账')
})

it('shows each with its limit in words, whatever is in its title', async () => {
  await shown()
  expect(textOf(rows()[0])).toContain(LONG)
  expect(textOf(rows()[0])).toContain('签收逾期· 已超 2 个工作日')
  expect(textOf(rows()[1])).toContain(SCRIPT)
  expect(page().querySelector('script')).toBeNull()
})

it('opens what is clicked, and ticks what is to be accepted together', async () => {
  const opened = vi.fn<(entry: Entry) => void>()
  const ticked = vi.fn()
  await shown({ onOpen: opened, 'onUpdate:ticked': ticked })
  rows()[1]!.querySelector('button')!.click()
  expect(opened.mock.calls[0]?.[0].id).toBe(2)
  page().querySelector<HTMLInputElement>('[aria-label="全选待签收"], header input')!.click()
  await flushPromises()
  expect(ticked.mock.calls[0]?.[0]).toHaveLength(2)
})

it('marks the one that stands beside it', async () => {
  const section = sections(queue)[0]!
  await shown({ current: section.entries[1]!.key })
  expect(rows().map((row) => row.querySelector('button')!.getAttribute('aria-current'))).toEqual([null, 'true'])
  expect(() => button('不存在')).toThrow()
})
