// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Schemas } from '@/api/client'
import { setServerTime } from '@/session/today'
import { json, list, refusal, Server } from '@/testing/server'
import { button, buttons, click, eventually, field, page, says, stage } from '@/testing/stage'
import { keepToken } from './door'
import DoorEntries from './DoorEntries.vue'

const server = new Server()
const ENTRIES = 'GET /api/v1/door/entries'
const RECTIFY = 'POST /api/v1/door/hazards/7/rectify'
const CHECKS = 'GET /api/v1/door/checks'

const hazard = (more: Partial<Schemas['DoorEntry']> = {}): Schemas['DoorEntry'] => ({
  id: 7,
  kind: '隐患',
  title: '消防通道堆放杂物',
  progress_text: '待整改',
  is_open: true,
  unit_name: '沙河产业园区',
  listed_on: '2021-08-02',
  due_on: '2021-08-09',
  next_name: null,
  next_due_on: null,
  allowed_actions: ['rectify'],
  returned: null,
  ...more,
})
const done = hazard({ progress_text: '待复查', allowed_actions: [] })

async function write(label: string, text: string) {
  const input = field(label)
  input.value = text
  input.dispatchEvent(new Event('input'))
  await flushPromises()
}

beforeEach(() => {
  keepToken('secret')
  setServerTime('2021-08-06T09:00:00+08:00')
  server.on(CHECKS, () => json({ year: 2021, checked: 0, advised: 0, declined: 0 }))
})

describe('an enterprise reports that a hazard is dealt with', () => {
  it('with what was done and the day, and sees how it stands then', async () => {
    server.on(ENTRIES, () => list([hazard()]), () => list([done]))
    server.on(RECTIFY, () => json(done))
    await stage(DoorEntries)
    await click('报告整改完成')
    await click('提交')
    expect(says('请填写整改情况')).toBe(true)
    expect(server.to(RECTIFY)).toHaveLength(0)
    await write('整改情况', ' 已清理 ')
    await click('提交')
    await eventually(() => expect(says('待复查')).toBe(true))
    const [sent] = server.to(RECTIFY)
    expect(sent!.body).toEqual({ on: '2021-08-06', text: '已清理' })
    expect(sent!.headers.get('Authorization')).toBe('Door secret')
    expect(buttons()).not.toContain('报告整改完成')
  })

  it('keeps what was written where the server refuses it, and says why beside the field', async () => {
    server.on(ENTRIES, () => list([hazard()]))
    server.on(RECTIFY, () => refusal(422, 'request.invalid', '有内容需要修改', [{ pointer: '/on', detail: '不能早于上一环节的日期2021-08-07' }]))
    await stage(DoorEntries)
    await click('报告整改完成')
    await write('整改情况', '已清理')
    await click('提交')
    expect(says('不能早于上一环节的日期2021-08-07')).toBe(true)
    expect(field('整改情况').value).toBe('已清理')
    expect(button('提交').disabled).toBe(false)
  })

  it('reads what is still to be done, and nothing is offered that is not its turn', async () => {
    server.on(ENTRIES, () => list([hazard({ returned: '仍有杂物' }), { ...done, id: 8 }]))
    await stage(DoorEntries)
    expect(says('仍需整改仍有杂物') || says('仍需整改 仍有杂物')).toBe(true)
    expect(buttons().filter((name) => name === '报告整改完成')).toHaveLength(1)
  })

  it('sees how it stands where somebody was faster', async () => {
    server.on(ENTRIES, () => list([hazard()]), () => list([done]))
    server.on(RECTIFY, () => refusal(409, 'entry.transition_not_allowed', '隐患处于“待复查”状态，不能报告整改'))
    await stage(DoorEntries)
    await click('报告整改完成')
    await write('整改情况', '已清理')
    await click('提交')
    await eventually(() => expect(says('待复查')).toBe(true))
  })
})

describe('the checks of this year', () => {
  it('stand in one line, without what there was none of', async () => {
    server.on(CHECKS, () => json({ year: 2021, checked: 1, advised: 2, declined: 0 }))
    await stage(DoorEntries)
    expect(says('2021年接受检查1次、走访指导2次（本平台登记，不含市级以上）')).toBe(true)
  })

  it('are nothing where there was none', async () => {
    await stage(DoorEntries)
    expect(page().textContent).not.toContain('本平台登记')
  })
})
