// @vitest-environment jsdom
import { expect, it } from 'vitest'
import { ledger } from '@/entries/testing'
import { list, Server } from '@/testing/server'
import { asUser, page, says, stage, textOf } from '@/testing/stage'
import RevivalUnlisted from './RevivalUnlisted.vue'

const server = new Server()
const UNLISTED = 'GET /api/v1/revivals/unlisted'

async function shown(role: 'park_staff' | 'leader' | 'department_staff', may: boolean) {
  await asUser(server, { role })
  const move = { name: 'list', zh: '列入台账', from: [], body: [], may, to: ['listed'] }
  server.on('GET /api/v1/ledgers', () => list([{ ...ledger(), code: 'revivals', moves: [move] }]))
  server.on(UNLISTED, () => list([{ id: 9, name: '新源管业', park_id: 1, operating_status: 'halted', operating_status_since: '2021-08-09' }], null, 21))
  await stage(RevivalUnlisted)
}
const links = () => [...page().querySelectorAll('a')].map((one) => [textOf(one), one.getAttribute('href')])

it('leads from each enterprise to the form that lists it', async () => {
  await shown('park_staff', true)
  expect(textOf(page().querySelector('h2'))).toBe('待建账 21 家')
  expect(textOf(page().querySelector('li'))).toContain('停产，自 2021-08-09 起')
  expect(links()).toEqual([
    ['新源管业', '/enterprises/9'],
    ['列入台账', '/revivals/new?enterprise_id=9'],
  ])
  expect(says('只列前 1 家。')).toBe(true)
})

it('shows who lists none the enterprises alone', async () => {
  await shown('leader', false)
  expect(links()).toEqual([['新源管业', '/enterprises/9']])
})

it('asks nothing for a department, which is told of none', async () => {
  await shown('department_staff', false)
  expect(server.to(UNLISTED)).toEqual([])
  expect(page().querySelector('section')).toBeNull()
})
