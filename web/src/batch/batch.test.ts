// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { computed, defineComponent, h, nextTick, ref, shallowRef } from 'vue'
import { forget, recalled } from '@/device/device'
import type { Problem } from '@/problem/problem'
import { problem } from '@/testing/problems'
import { json, refusal, Server } from '@/testing/server'
import { asUser, buttons, click, eventually, page, says, stage, textOf, type } from '@/testing/stage'
import { offered } from './actions'
import BatchBar from './BatchBar.vue'
import { useTicks } from './useTicks'

const server = new Server()
const row = (id: number, more: Partial<Problem> = {}) =>
  problem({ id, number: `SH-2021-00${id}`, title: `第${id}件`, allowed_actions: ['supervise', 'comment'], ...more })
const urge = (id: number) => `POST /api/v1/problems/${id}/supervise`
const dialog = () => page().querySelector<HTMLElement>('.el-dialog')!

beforeEach(async () => {
  await asUser(server, { role: 'coordinator', park_id: null })
  for (const name of await recalled('')) await forget(name)
})

describe('what is offered for many', () => {
  it('is what each of them allows', () => {
    const names = (rows: Problem[], role: 'coordinator' | 'department_staff' = 'coordinator') => offered(rows, role).map((one) => one.label)
    expect(names([])).toEqual([])
    expect(names([row(1), row(2)])).toEqual(['督办'])
    expect(names([row(1), row(2, { allowed_actions: ['dispatch'] })])).toEqual([])
    expect(names([row(1, { allowed_actions: ['dispatch', 'supervise'] })])).toEqual(['派单', '督办'])
    expect(names([row(1, { allowed_actions: ['follow_up'] })])).toEqual(['回访未联系上'])
    // Others would record it for a department, and say who there did it.
    expect(names([row(1, { allowed_actions: ['accept'] })])).toEqual([])
    expect(names([row(1, { allowed_actions: ['accept'] })], 'department_staff')).toEqual(['签收'])
  })
})

describe('rows that are ticked', () => {
  const list = shallowRef<{ id: number }[]>([])
  const ids = (ticks: ReturnType<typeof useTicks>) => ticks.ticked.value.map((one) => one.id)

  it('are one by one, through with Shift, all, and never what the list has no more', async () => {
    list.value = [1, 2, 3, 4, 5].map((id) => ({ id }))
    const ticks = useTicks(computed(() => list.value))
    ticks.tick({ id: 2 }, true)
    ticks.tick({ id: 4 }, true, true)
    expect(ids(ticks)).toEqual([2, 3, 4])
    ticks.tick({ id: 3 }, false)
    expect(ids(ticks)).toEqual([2, 4])
    ticks.tickAll(true)
    expect(ticks.all.value).toBe(true)
    list.value = list.value.filter((one) => one.id !== 5)
    await nextTick()
    list.value = [...list.value, { id: 5 }]
    await nextTick()
    expect(ids(ticks)).toEqual([1, 2, 3, 4])
    ticks.tickAll(false)
    expect(ids(ticks)).toEqual([])
  })
})

describe('one text for many', () => {
  async function barred(rows: Problem[]) {
    const left = ref(rows)
    await stage(
      defineComponent(() => () =>
        h(BatchBar, { rows: left.value as Problem[], onDone: (done: Problem[]) => (left.value = left.value.filter((one) => !done.some(({ id }) => id === one.id))) }),
      ),
    )
    return left
  }
  const answer = (id: number) => () => json(row(id))

  it('is sent for each by itself, four at a time, each under its own key', async () => {
    let open = 0
    let most = 0
    const slow = (id: number) => async () => {
      most = Math.max(most, (open += 1))
      await new Promise((done) => setTimeout(done, 5))
      open -= 1
      return json(row(id))
    }
    const all = [1, 2, 3, 4, 5, 6, 7]
    for (const id of all) server.on(urge(id), slow(id))
    const left = await barred(all.map((id) => row(id)))
    await click('督办')
    await type('内容', '请抓紧办理。')
    await click('督办 7 件', dialog())
    await eventually(() => expect(left.value).toEqual([]))
    const sent = all.flatMap((id) => server.to(urge(id)))
    expect(sent.map((one) => one.body)).toEqual(all.map(() => ({ kind: 'urge', text: '请抓紧办理。' })))
    expect(new Set(sent.map((one) => one.headers.get('Idempotency-Key'))).size).toBe(7)
    expect(most).toBe(4)
    await eventually(() => expect(says('督办：7 件')).toBe(true))
    expect(await recalled('form/')).toEqual([])
  })

  it('leaves those that went wrong selected, each with its reason, to be sent again as the same', async () => {
    server.on(urge(1), answer(1))
    server.on(urge(2), () => refusal(409, 'problem.transition_not_allowed', '该问题已销号'))
    server.on(urge(3), () => Promise.reject(new TypeError('Failed to fetch')), answer(3))
    const left = await barred([row(1), row(2), row(3)])
    await click('督办')
    await type('内容', '请抓紧办理。')
    await click('督办 3 件', dialog())
    await eventually(() => expect(left.value.map((one) => one.id)).toEqual([2, 3]))
    const told = textOf(dialog().querySelector('[role=alert]'))
    expect(told).toContain('2 件未督办，仍为选中')
    expect(told).toContain('SH-2021-002 该问题已销号')
    expect(told).toContain('SH-2021-003 网络不通')
    expect(dialog().querySelector('textarea')!.value).toBe('请抓紧办理。')
    server.on(urge(2), answer(2))
    await click('督办 2 件', dialog())
    await eventually(() => expect(left.value).toEqual([]))
    expect(server.to(urge(1))).toHaveLength(1)
    const [first, second] = server.to(urge(3)).map((one) => one.headers.get('Idempotency-Key'))
    expect(second).toBe(first)
  })

  it('accepts and names who handles it, and does not accept again what it has accepted', async () => {
    await asUser(server, { role: 'department_staff', park_id: null, department_id: 2 })
    const accept = 'POST /api/v1/problems/1/accept'
    const assign = 'POST /api/v1/problems/1/assign_handler'
    server.on(accept, answer(1))
    server.on(assign, () => refusal(503, 'overloaded', '服务器繁忙'), answer(1))
    const left = await barred([row(1, { allowed_actions: ['accept'] })])
    await click('签收')
    await type('承办人', '王工')
    await click('签收 1 件', dialog())
    await eventually(() => expect(says('1 件未签收，仍为选中')).toBe(true))
    await click('签收 1 件', dialog())
    await eventually(() => expect(left.value).toEqual([]))
    expect(server.to(accept)).toHaveLength(1)
    expect(server.to(accept)[0]?.body).toEqual({})
    expect(server.to(assign).map((one) => one.body)).toEqual([{ name: '王工' }, { name: '王工' }])
  })

  it('says that nobody was reached, without asking for more', async () => {
    const asked = 'POST /api/v1/problems/1/follow_up'
    server.on(asked, answer(1))
    const left = await barred([row(1, { allowed_actions: ['follow_up'] })])
    await click('回访未联系上')
    await click('回访未联系上 1 件', dialog())
    await eventually(() => expect(left.value).toEqual([]))
    expect(server.to(asked)[0]?.body).toEqual({ reached: false, channel: 'phone' })
  })

  it('sends nothing while something required is missing', async () => {
    await barred([row(1)])
    await click('督办')
    await click('督办 1 件', dialog())
    await flushPromises()
    expect(server.to(urge(1))).toHaveLength(0)
    await eventually(() => expect(textOf(dialog().querySelector('.el-form-item__error'))).toBe('请填写此项'))
    expect(buttons(dialog())).toContain('取消')
  })
})
