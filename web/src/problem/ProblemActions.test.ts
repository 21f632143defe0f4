// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest'
import { forget, recalled } from '@/device/device'
import { problem } from '@/testing/problems'
import { json, list, refusal, Server } from '@/testing/server'
import { asUser, button, buttons, click, eventually, field, page, says, stage, textOf, type } from '@/testing/stage'
import ProblemActions from './ProblemActions.vue'

const server = new Server()
const RESOLVE = 'POST /api/v1/problems/16/resolve'
const dialog = () => page().querySelector('.el-dialog')!

async function resolving() {
  await stage(ProblemActions, { problem: problem({ allowed_actions: ['resolve'] }) })
  await click('办结')
}

beforeEach(async () => {
  await asUser(server, { role: 'department_staff', park_id: null, department_id: 2 })
  for (const name of await recalled('')) await forget(name)
})

describe('the buttons of a problem', () => {
  it('are those that the server allows, the next step of the work first', async () => {
    await stage(ProblemActions, { problem: problem({ allowed_actions: ['progress', 'accept', 'return'] }) })
    expect(buttons()).toEqual(['签收', '报告进展', '更多 ▾'])
    expect(button('签收').className).toContain('primary')
  })

  it('are none where the server allows nothing, or what this page does not know', async () => {
    await stage(ProblemActions, { problem: problem({ allowed_actions: ['fly' as 'accept'] }) })
    expect(buttons()).toEqual([])
  })

  it('accept with one click, without a form', async () => {
    server.on('POST /api/v1/problems/16/accept', () => json(problem()))
    await stage(ProblemActions, { problem: problem({ status: 'dispatched', allowed_actions: ['accept'] }) })
    await click('签收')
    expect(server.to('POST /api/v1/problems/16/accept')).toHaveLength(1)
    expect(page().querySelector('.el-dialog')).toBeNull()
  })
})

describe('the form of an action', () => {
  it('sends nothing while something required is missing, and says where', async () => {
    await resolving()
    await click('办结', dialog())
    expect(server.to(RESOLVE)).toHaveLength(0)
    await eventually(() => expect(textOf(field('办理情况').closest('.el-form-item')?.querySelector('.el-form-item__error'))).toBe('请填写此项'))
  })

  it('sends what was typed, with the outcome that was proposed, and closes', async () => {
    server.on(RESOLVE, () => json(problem({ status: 'resolved' })))
    await resolving()
    await type('办理情况', '已增容，当日送电。')
    await click('办结', dialog())
    expect(server.to(RESOLVE).map((one) => one.body)).toEqual([{ outcome: 'solved', resolution: '已增容，当日送电。' }])
    await eventually(() => expect(says('办结：SH-2021-016')).toBe(true))
  })

  it('keeps what was typed when somebody was faster, and says what happened', async () => {
    server.on(RESOLVE, () => refusal(409, 'problem.transition_not_allowed', '该问题已办结，现在可以回访'))
    await resolving()
    await type('办理情况', '已增容，当日送电。')
    await click('办结', dialog())
    await eventually(() => expect(textOf(dialog().querySelector('[role=alert]'))).toContain('该问题已办结，现在可以回访'))
    expect(field('办理情况').value).toBe('已增容，当日送电。')
    expect(button('办结', dialog()).disabled).toBe(false)
  })

  it('says who was faster, and takes what was typed along to what is possible instead', async () => {
    const event = { id: 7, kind: 'resolve', recorded_at: '2021-08-16T08:00:00+08:00', actor: { id: 9, name: '李某', role: 'park_staff' } }
    server.on('GET /api/v1/problems/16/events', () => list([]), () => list([event]))
    server.on(RESOLVE, () => Response.json({ status: 409, code: 'problem.transition_not_allowed', detail: '该问题已办结', allowed_actions: ['resolve', 'comment', 'fly'] }, { status: 409 }))
    await resolving()
    await type('办理情况', '已增容，当日送电。')
    await click('办结', dialog())
    await eventually(() => expect(textOf(dialog().querySelector('[role=alert]'))).toContain('2021-08-16 08:00：李某 办结'))
    expect(buttons(dialog().querySelector('[role=alert]')!)).toEqual(['留言'])
    await click('留言', dialog())
    await eventually(() => expect(textOf(dialog().querySelector('.el-dialog__title'))).toBe('留言'))
    expect(field('留言').value).toBe('已增容，当日送电。')
  })

  it('asks before Esc closes it over what was typed, and shows it again', async () => {
    await resolving()
    await type('办理情况', '已增容，')
    await click('取消', dialog())
    expect(buttons(dialog())).toContain('保留草稿并关闭')
    await click('保留草稿并关闭', dialog())
    await click('办结')
    await eventually(() => expect(field('办理情况').value).toBe('已增容，'))
    expect(says('已恢复上次未提交的内容')).toBe(true)
  })

  it('shows the fault that the server found under its field', async () => {
    server.on(RESOLVE, () => refusal(422, 'request.invalid', '内容有误', [{ pointer: '/resolution', detail: '请写明办理情况' }]))
    await resolving()
    await type('办理情况', '无')
    await click('办结', dialog())
    await eventually(() => expect(textOf(field('办理情况').closest('.el-form-item')?.querySelector('.el-form-item__error'))).toBe('请写明办理情况'))
  })

  it('repeats a move under the same key after a lost answer', async () => {
    server.on(RESOLVE, () => Promise.reject(new TypeError('Failed to fetch')), () => json(problem({ status: 'resolved' })))
    await resolving()
    await type('办理情况', '已增容。')
    await click('办结', dialog())
    await eventually(() => expect(says('网络不通，请检查连接后重试。')).toBe(true))
    await click('办结', dialog())
    const [first, second] = server.to(RESOLVE).map((one) => one.headers.get('Idempotency-Key'))
    expect(second).toBe(first)
  })

  it('repeats it under the same key after a reload, too', async () => {
    server.on(RESOLVE, () => Promise.reject(new TypeError('Failed to fetch')), () => json(problem({ status: 'resolved' })))
    const before = await stage(ProblemActions, { problem: problem({ allowed_actions: ['resolve'] }) })
    await click('办结')
    await type('办理情况', '已增容。')
    await click('办结', dialog())
    await eventually(() => expect(says('网络不通，请检查连接后重试。')).toBe(true))
    before.unmount()
    await resolving()
    await eventually(() => expect(field('办理情况').value).toBe('已增容。'))
    await click('办结', dialog())
    const [first, second] = server.to(RESOLVE).map((one) => one.headers.get('Idempotency-Key'))
    expect(second).toBe(first)
    await eventually(async () => expect(await recalled('form/')).toEqual([]))
  })
})
