// @vitest-environment jsdom
import { expect, it } from 'vitest'
import { entry, ledger } from '@/entries/testing'
import { json, list, Server } from '@/testing/server'
import { asUser, click, eventually, page, says, stage } from '@/testing/stage'
import ActivityDetail from './ActivityDetail.vue'

const server = new Server()
const activity = () => ({ ...ledger(), code: 'activities' })
const held = (told = {}) => entry({ status: 'held', allowed_actions: ['record_attendance'], attendance: [], ...told })

async function shown(told = {}) {
  await asUser(server)
  server.on('GET /api/v1/ledgers', () => list([activity()]))
  server.on('GET /api/v1/matches', () => list([]))
  await stage(ActivityDetail, { ledger: activity(), entry: held(told) })
}

function paste(text: string) {
  const area = page().querySelector('textarea')!
  area.value = text
  area.dispatchEvent(new Event('input'))
}

it('keeps the names that were pasted as one list', async () => {
  server.on('PUT /api/v1/activities/5/attendance', () => json(held({ attendance: [{ name: '甲公司' }, { name: '乙公司', people: 2 }] })))
  await shown()
  paste('甲公司\n乙公司 2')
  await click('保存名单')
  await eventually(() => expect(server.to('PUT /api/v1/activities/5/attendance')[0]?.body).toEqual({ attendance: [{ name: '甲公司' }, { name: '乙公司', people: 2 }] }))
})

it('says which stands there twice before anything is sent', async () => {
  await shown()
  paste('甲公司\n甲 公司')
  await eventually(() => expect(says('第2家与前面的重复')).toBe(true))
})

it('shows the list to who only reads it', async () => {
  await shown({ allowed_actions: [], attendance: [{ name: '甲公司', people: 2 }] })
  await eventually(() => expect(says('甲公司')).toBe(true))
  expect(page().querySelector('textarea')).toBeNull()
})
