// @vitest-environment jsdom
import { describe, expect, it } from 'vitest'
import { asUser, click, eventually, says, stage, type } from '@/testing/stage'
import { json, refusal, Server } from '@/testing/server'
import EntryMoveForm from './EntryMoveForm.vue'
import { entry, ledger } from './testing'

const server = new Server()
const FILE = 'POST /api/v1/projects/5/file'
const open = (move: string, told = {}) => stage(EntryMoveForm, { ledger: ledger(), entry: entry(told), move, modelValue: true })

describe('the form of a move', () => {
  it('sends what it asks for, with the version that it was made from and a key', async () => {
    await asUser(server)
    server.on(FILE, () => json(entry({ status: 'filed', version: 4 })))
    await open('file')
    await click('入库')
    expect(says('请填写此项')).toBe(true)
    expect(server.to(FILE)).toEqual([])
    await type('项目代码', '2101-410400')
    await click('入库')
    await eventually(() => expect(server.to(FILE)).toHaveLength(1))
    const [sent] = server.to(FILE)
    expect(sent!.body).toEqual({ on: '2021-08-16', code: '2101-410400' })
    expect(sent!.headers.get('If-Match')).toBe('"3"')
    expect(sent!.headers.get('Idempotency-Key')).toBeTruthy()
  })

  it('shows what the server found wrong where it is, deep inside records, too', async () => {
    await asUser(server)
    const wrong = [{ pointer: '/permits/0/kind', detail: '手续重复' }, { pointer: '/elsewhere', detail: '另有不妥' }]
    server.on('PATCH /api/v1/projects/5', () => refusal(422, 'request.invalid', '不正确', wrong))
    await open('edit', { permits: [{ kind: 'eia' }] })
    await type('项目名称', '标准厂房二期')
    await click('更正')
    await eventually(() => expect(says('手续重复')).toBe(true))
    expect(says('另有不妥')).toBe(true)
    expect(server.to('PATCH /api/v1/projects/5')[0]!.body).toEqual({ name: '标准厂房二期' })
  })

  it('says that somebody was faster, and keeps what was typed', async () => {
    await asUser(server)
    server.on(FILE, () => refusal(412, 'request.stale', '已更新'))
    await open('file')
    await type('项目代码', '2101')
    await click('入库')
    await eventually(() => expect(says('刚才有人更新了这一项')).toBe(true))
    expect(says('已填写的内容还在')).toBe(true)
  })
})
