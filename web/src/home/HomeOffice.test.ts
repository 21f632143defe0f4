// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest'
import { json, list, Server } from '@/testing/server'
import { asUser, eventually, page, says, stage, textOf } from '@/testing/stage'
import HomeAudit from './HomeAudit.vue'
import HomeOffice from './HomeOffice.vue'

const server = new Server()
const way = (title: string) => [...page().querySelectorAll('.way, .state')].find((one) => textOf(one.querySelector('h2')) === title)
const mail = { id: 9, kind: 'dispatch', recipient_name: '供电公司', recipient: 'a@b', subject: '', state: 'parked', attempts: 12, last_answer: '550 5.1.1 no such mailbox', created_at: '2021-08-16T08:00:00+08:00' }
const user = (id: number, more: object) => ({ id, active: true, must_change_password: false, role: 'park_staff', park_id: 1, ...more })

describe('the administrator’s first page', () => {
  beforeEach(async () => {
    await asUser(server, { role: 'admin', park_id: null })
    server.on('GET /readyz', () => new Response('ready\n'))
    server.on('GET /api/v1/settings/clock', () => json({ believed: true, now: '2021-08-16T09:00:00+08:00', newest_record: null }))
    server.on('GET /api/v1/calendar/2021', () => json({ year: 2021, off: [], work: [], published: true, version: 1 }))
    server.on('GET /api/v1/parks', () => list([{ id: 1, name: '沙河', active: true }]))
    server.on('GET /api/v1/departments', () => list([{ id: 7, name: '供电公司', active: true }]))
    server.on('GET /api/v1/users', () => list([user(1, {}), user(2, { must_change_password: true })]))
  })

  it('says that all is well, and who can’t sign in', async () => {
    await stage(HomeOffice)
    await eventually(() => expect(textOf(way('系统运行'))).toContain('运行正常'))
    expect(textOf(way('账号'))).toContain('在用 2 个，1 个尚未修改初始密码')
    expect(textOf(way('放假安排'))).toContain('2021年放假安排已录入')
    expect(textOf(way('通知记录'))).toContain('没有发送失败的邮件')
    expect(says('没有可用账号的单位（1）')).toBe(true)
    expect(page().querySelector('.alarming')).toBeNull()
  })

  it('says what is wrong: mail that is stuck, a notice that is missing, a database that takes no writes', async () => {
    server.on('GET /readyz', () => new Response('', { status: 503 }))
    server.on('GET /api/v1/calendar/2021', () => json({ year: 2021, off: [], work: [], published: false, version: 0 }))
    server.on('GET /api/v1/outbox', ({ query }) => (query.get('state') === 'parked' ? list([mail], null, 4) : list([])))
    await stage(HomeOffice)
    await eventually(() => expect(textOf(way('系统运行'))).toContain('数据库暂时不可用或不能写入'))
    expect(textOf(way('通知记录'))).toContain('4 封未能送达')
    expect(textOf(way('放假安排'))).toContain('尚未录入')
    expect(says('供电公司派单 · 2021-08-16 08:00 生成 · 已试 12 次 · 收件地址不存在')).toBe(true)
  })
})

describe('the auditor’s first page', () => {
  it('counts the last seven days, and names who was refused and until when they are locked', async () => {
    await asUser(server, { role: 'auditor', park_id: null })
    const refused = { id: 5, action: 'session.refused', target: 'user', recorded_at: '2021-08-16T08:00:00+08:00', actor_name: '张专员', address: '10.0.0.9', data: { locked_until: '2021-08-16T00:30:00Z' } }
    server.on('GET /api/v1/audit', ({ query }) => (query.get('action') === 'session.refused' ? list([refused], null, 6) : list([], null, query.get('action') === 'session.open' ? 31 : 0)))
    await stage(HomeAudit)
    await eventually(() => expect(textOf(way('登录被拒绝'))).toContain('近7日 6 次'))
    expect(way('登录被拒绝')!.className).toContain('alarming')
    expect(textOf(way('登录'))).toContain('近7日 31 次')
    expect(way('登录')!.getAttribute('href')).toBe('/audit?from=2021-08-10&action=session.open')
    expect(says('张专员10.0.0.9锁定至 2021-08-16 08:30')).toBe(true)
  })
})
