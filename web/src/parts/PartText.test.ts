// @vitest-environment jsdom
import { flushPromises, mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { page, textOf } from '@/testing/stage'
import { countText, overText } from './over'
import PartText from './PartText.vue'

async function form(first: string, max = 2000) {
  const text = ref(first)
  const sent = vi.fn((event: Event) => event.preventDefault())
  mount(
    defineComponent(() => () => h('form', { onSubmit: sent }, h(PartText, { modelValue: text.value, 'onUpdate:modelValue': (now) => (text.value = now ?? ''), max, type: 'textarea', id: 'note' }))),
    { attachTo: document.body },
  )
  await flushPromises()
  const submit = () => page().querySelector('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  return { text, sent, submit, field: () => document.getElementById('note') as HTMLTextAreaElement }
}

it('cuts nothing that is pasted, says by how much it is too long, and lets no form be sent with it', async () => {
  const { text, sent, submit, field } = await form('')
  field().value = '字'.repeat(3000)
  field().dispatchEvent(new Event('input'))
  await flushPromises()
  expect(text.value).toHaveLength(3000)
  expect(field().maxLength).toBe(-1)
  expect(textOf(page().querySelector('.over'))).toBe('超出1,000字')
  expect(field().getAttribute('aria-invalid')).toBe('true')
  expect(document.getElementById(field().getAttribute('aria-describedby')!)?.textContent).toContain('超出1,000字')
  submit()
  expect(sent).not.toHaveBeenCalled()
  expect(document.activeElement).toBe(field())
  text.value = '字'.repeat(2000)
  await flushPromises()
  submit()
  expect(sent).toHaveBeenCalledTimes(1)
})

it('counts as the server does, and only where the bound comes near', () => {
  expect(overText(' 字字 ', 2)).toBe('')
  expect(overText('𠮷𠮷𠮷', 2)).toBe('超出1字')
  expect(countText('字'.repeat(100), 200)).toBe('')
  expect(countText('字'.repeat(1850), 2000)).toBe('1,850/2,000')
})
