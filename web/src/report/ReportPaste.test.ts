// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { forget, recalled } from '@/device/device'
import { list, lostConnection, Server } from '@/testing/server'
import { asUser, button, buttons, click, eventually, page, says, stage, type } from '@/testing/stage'
import { blankReport, isBlank, reportBody, type ReportForm } from './reportForm'
import ReportPaste from './ReportPaste.vue'

const server = new Server()
const FOUND = 'GET /api/v1/enterprises'
const MESSAGE = '昨天聚合庄生态农庄反映担心后续用电得不到保障。\n联系人李总 13800001111'
const enterprise = (id: number, name: string) => ({ id, name, park_id: 1, active: true, credit_code: null })

async function pasted(text: string, first: Partial<ReportForm> = {}) {
  const form = ref({ ...blankReport(), ...first })
  await stage(defineComponent(() => () => h(ReportPaste, { modelValue: form.value, 'onUpdate:modelValue': (now: ReportForm) => (form.value = now) })))
  await click('粘贴成单把群里的消息粘贴进来，自动填写，可逐项撤销')
  await type('群消息', text)
  await click('识别')
  await flushPromises()
  return form
}

beforeEach(async () => {
  await asUser(server)
  for (const name of await recalled('')) await forget(name)
  server.on(FOUND, ({ query }) => list(query.get('q') === '聚合庄生态农庄' ? [enterprise(7, '聚合庄生态农庄')] : []))
})

describe('a message that is pasted', () => {
  it('fills the empty form, loses nothing of itself, and is taken back field by field', async () => {
    const form = await pasted(MESSAGE)
    await eventually(() => expect(form.value.place.enterprise?.id).toBe(7))
    expect(form.value).toMatchObject({ title: '担心后续用电得不到保障', description: MESSAGE, raised_on: '2021-08-15' })
    await click('撤销：问题标题')
    expect(form.value.title).toBe('')
    expect(form.value.description).toBe(MESSAGE)
    await click('撤销：企业')
    expect(form.value.place.enterprise).toBeNull()
    await click('重新填入：企业')
    expect(form.value.place.enterprise?.name).toBe('聚合庄生态农庄')
    expect(reportBody(form.value)).not.toHaveProperty('pasted')
  })

  it('never writes over what was typed unless that is asked for', async () => {
    const form = await pasted(MESSAGE, { title: '自己写的标题', description: '自己写的情况', place: { ...blankReport().place, enterprise: { id: 3, name: '别家', park_id: 1 } } })
    await eventually(() => expect(buttons()).toContain('改用'))
    await eventually(() => expect(says('正在查找企业')).toBe(false))
    expect(form.value).toMatchObject({ title: '自己写的标题', description: '自己写的情况' })
    expect(form.value.place.enterprise?.id).toBe(3)
    await click('接在后面：具体情况')
    expect(form.value.description).toBe(`自己写的情况\n${MESSAGE}`)
    await click('撤销：具体情况')
    expect(form.value.description).toBe('自己写的情况')
    await click('改用：企业')
    expect(form.value.place.enterprise?.id).toBe(7)
  })

  it('can’t be taken back over what was changed since', async () => {
    const form = await pasted(MESSAGE)
    form.value.title = '担心用电，已改'
    await flushPromises()
    expect(says('已填入，您又作了修改')).toBe(true)
    expect(() => button('撤销：问题标题')).toThrow()
  })

  it('lets one choose where several may be meant, and says where none is known', async () => {
    server.on(FOUND, () => list([enterprise(7, '聚合庄生态农庄'), enterprise(8, '聚合庄生态农庄二部')]))
    const form = await pasted(MESSAGE)
    await eventually(() => expect(buttons(page())).toContain('聚合庄生态农庄二部'))
    expect(form.value.place.enterprise).toBeNull()
    await click('聚合庄生态农庄二部')
    expect(form.value.place.enterprise?.id).toBe(8)
  })

  it('is read without a network as far as that goes', async () => {
    server.on(FOUND, lostConnection)
    const form = await pasted(MESSAGE)
    await eventually(() => expect(says('没有查到企业：网络不通')).toBe(true))
    expect(form.value.title).toBe('担心后续用电得不到保障')
  })

  it('is worth keeping before it is read', () => expect(isBlank({ ...blankReport(), pasted: MESSAGE })).toBe(false))
})
