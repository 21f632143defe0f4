// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { forget, recalled } from '@/device/device'
import { Server } from '@/testing/server'
import { asUser, buttons, click, field, page, says, stage, type } from '@/testing/stage'
import { problem } from '@/testing/problems'
import ProblemActions from '@/problem/ProblemActions.vue'
import PhraseList from './PhraseList.vue'

const server = new Server()
const OWN = '已联系供电所王所长。'

beforeEach(async () => {
  await asUser(server, { role: 'department_staff', park_id: null, department_id: 2 })
  for (const name of await recalled('')) await forget(name)
})

async function listed(first = '', category: number | null = null) {
  const text = ref(first)
  const wrapper = await stage(
    defineComponent(() => () => [
      h('textarea', { id: 'note', value: text.value }),
      h(PhraseList, { id: 'note', action: 'resolve', field: 'resolution', category, modelValue: text.value, 'onUpdate:modelValue': (now: string | null) => (text.value = now ?? '') }),
    ]),
  )
  return { text, leave: () => wrapper.unmount() }
}

it('writes behind what stands there and gives the hand back, the last used first the next time', async () => {
  const one = await listed('已现场勘察。')
  await click('已办结，并当面向企业反馈。')
  expect(one.text.value).toBe('已现场勘察。已办结，并当面向企业反馈。')
  expect(document.activeElement?.id).toBe('note')
  await click('经协调，企业反映的问题已解决。')
  one.leave()
  await listed()
  expect(buttons()[0]).toBe('经协调，企业反映的问题已解决。')
  expect(buttons()[1]).toBe('已办结，并当面向企业反馈。')
})

it('keeps what somebody adds, for themselves alone, until they remove it, and over a sign-out', async () => {
  const one = await listed(OWN)
  await click('存为常用语')
  expect(buttons()).toContain(OWN)
  expect(buttons()).not.toContain('存为常用语')
  one.leave()

  await asUser(server, { id: 5, role: 'department_staff', department_id: 2 })
  const other = await listed()
  expect(buttons()).not.toContain(OWN)
  other.leave()

  await asUser(server, { role: 'department_staff', park_id: null, department_id: 2 })
  const again = await listed()
  expect(buttons()).toContain(OWN)
  await click('更多常用语（5）')
  await click(`删除常用语：${OWN}`)
  await flushPromises()
  expect(buttons()).not.toContain(OWN)
  again.leave()
  await listed()
  expect(buttons()).not.toContain(OWN)
})

it('says why something can’t be one', async () => {
  await listed('字'.repeat(201))
  await click('存为常用语')
  expect(says('常用语不超过200字')).toBe(true)
})

it('stands under the long fields of an action’s form', async () => {
  await stage(ProblemActions, { problem: problem({ allowed_actions: ['resolve'] }) })
  await click('办结')
  await type('办理情况', '已增容，')
  await click('经协调，企业反映的问题已解决。', page().querySelector('.el-dialog')!)
  expect(field('办理情况').value).toBe('已增容，经协调，企业反映的问题已解决。')
})
