// @vitest-environment jsdom
import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import { defineComponent, h, ref, type Ref } from 'vue'
import { recalled } from '@/device/device'
import { button, buttons, click, page, says } from '@/testing/stage'
import DraftDialog from './DraftDialog.vue'
import { useFormDraft, type FormDraft } from './useFormDraft'

interface Form {
  text: string
  list: number[]
  password: string
}
const blank = (): Form => ({ text: '', list: [], password: '' })

/** A dialog over a form, as it is each time it is opened. */
async function opened(first: Partial<Form> = {}, name = 'problem/16/resolve') {
  let form!: Ref<Form>
  let draft!: ReturnType<typeof useFormDraft<Form>>
  let closed = 0
  const host = defineComponent(() => {
    form = ref({ ...blank(), ...first })
    draft = useFormDraft({ name: () => name, form, secret: ['password'] })
    void draft.begin()
    const slots = { footer: ({ leave }: { leave: () => void }) => h('button', { onClick: leave }, '取消') }
    return () => h(DraftDialog, { title: '办结', draft: draft as unknown as FormDraft, onClose: () => (closed += 1) }, slots)
  })
  const wrapper = mount(host, { attachTo: document.body })
  await flushPromises()
  return { form, draft, closed: () => closed, leave: () => wrapper.unmount() }
}

beforeEach(async () => {
  const one = await opened()
  await one.draft.drop()
  one.leave()
})

it('is there again after a page that went away, until it is thrown away', async () => {
  const first = await opened()
  first.form.value.text = '已增容。'
  await flushPromises()
  first.leave()
  const again = await opened()
  expect(again.form.value.text).toBe('已增容。')
  expect(says('已恢复上次未提交的内容')).toBe(true)
  await click('清空重填')
  expect(again.form.value).toEqual(blank())
  again.leave()
  expect((await opened()).form.value.text).toBe('')
})

it('asks before it closes over what was typed, and does as it is told', async () => {
  const one = await opened()
  await click('取消')
  expect(one.closed()).toBe(1)
  await one.draft.begin()
  one.form.value.text = '已增容。'
  await flushPromises()
  await click('取消')
  expect(one.closed()).toBe(1)
  expect(document.activeElement).toBe(button('继续填写'))
  expect(buttons(page().querySelector('[role=alertdialog]')!)).toEqual(['继续填写', '保留草稿并关闭', '丢弃'])
  await click('继续填写')
  expect(page().querySelector('[role=alertdialog]')).toBeNull()
  await click('取消')
  await click('保留草稿并关闭')
  expect(one.closed()).toBe(2)
  expect(await recalled('form/')).toEqual(['form/problem/16/resolve'])
  one.form.value = blank()
  await one.draft.begin()
  expect(one.form.value.text).toBe('已增容。')
  await click('取消')
  await click('丢弃')
  expect(one.closed()).toBe(3)
  expect(await recalled('form/')).toEqual([])
})

it('keeps nothing of what was sent, nor of what was emptied again, nor ever a password', async () => {
  const one = await opened()
  one.form.value.text = '已增容。'
  one.form.value.password = 'secret'
  await flushPromises()
  one.form.value.text = ' '
  await flushPromises()
  expect(await recalled('form/')).toEqual([])
  one.form.value.text = '已送电。'
  await flushPromises()
  await one.draft.drop()
  expect(await recalled('form/')).toEqual([])
  one.leave()
  expect((await opened()).form.value.password).toBe('')
})

it('keeps apart what is about another thing', async () => {
  const one = await opened()
  one.form.value.text = '已增容。'
  await flushPromises()
  one.leave()
  expect((await opened({}, 'problem/16/comment')).form.value.text).toBe('')
})

it('leaves what others changed meanwhile as they made it', async () => {
  const one = await opened({ text: '旧标题', list: [1] })
  one.form.value.list = [1, 2]
  await flushPromises()
  one.leave()
  const again = await opened({ text: '别人的新标题', list: [1] })
  expect(again.form.value).toMatchObject({ text: '别人的新标题', list: [1, 2] })
})

it('lets what is being typed win over what was kept', async () => {
  const one = await opened()
  one.form.value.text = '旧的'
  await flushPromises()
  one.draft.leave()
  one.form.value = blank()
  const opening = one.draft.begin()
  one.form.value.text = '新的'
  await opening
  expect(one.form.value.text).toBe('新的')
})

it('knows the key of what was sent over a reload, until it is known to have arrived', async () => {
  const one = await opened()
  const key = await one.draft.keyFor('resolve 16 已增容。')
  expect(await one.draft.keyFor('resolve 16 已增容。')).toBe(key)
  // Something else is another step.
  expect(await one.draft.keyFor('resolve 16 已送电。')).not.toBe(key)
  one.leave()
  const again = await opened()
  expect(await again.draft.keyFor('resolve 16 已增容。')).toBe(key)
  await again.draft.drop()
  again.leave()
  expect(await recalled('form/')).toEqual([])
  expect(await (await opened()).draft.keyFor('resolve 16 已增容。')).not.toBe(key)
})

it('keeps the key beside a draft that is typed on, and forgets it with the draft', async () => {
  const one = await opened()
  one.form.value.text = '已增容。'
  const key = await one.draft.keyFor('已增容。')
  one.form.value.text = '已增容，'
  await flushPromises()
  one.form.value.text = '已增容。'
  await flushPromises()
  one.leave()
  const again = await opened()
  expect(again.form.value.text).toBe('已增容。')
  expect(await again.draft.keyFor('已增容。')).toBe(key)
  await again.draft.startOver()
  expect(await again.draft.keyFor('已增容。')).not.toBe(key)
})
