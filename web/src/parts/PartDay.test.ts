// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import { ElConfigProvider } from 'element-plus'
import zhCn from 'element-plus/es/locale/lang/zh-cn'
import { defineComponent, h, ref } from 'vue'
import { Server } from '@/testing/server'
import { asUser, eventually, page, stage, textOf } from '@/testing/stage'
import PartDay from './PartDay.vue'

const server = new Server()
beforeEach(() => asUser(server))

async function opened(first = '', bounds: { min?: string; max?: string } = {}) {
  const day = ref<string | null>(first)
  const field = () => h(PartDay, { id: 'on', modelValue: day.value, 'onUpdate:modelValue': (now: string | null) => (day.value = now), ...bounds })
  await stage(defineComponent(() => () => h(ElConfigProvider, { locale: zhCn }, field)))
  const input = document.getElementById('on') as HTMLInputElement
  input.focus()
  input.click()
  await eventually(() => expect(page().querySelector('.el-date-table')).not.toBeNull())
  const cell = (name: string) => [...page().querySelectorAll<HTMLElement>('.el-date-table td.available')].find((one) => textOf(one) === name)
  return { day, input, cell }
}

it('opens on the server’s month, with Monday first', async () => {
  await opened()
  const heads = [...page().querySelectorAll('.el-date-table th')].map((one) => textOf(one))
  expect(heads[0]).toBe('一')
  expect(textOf(page().querySelector('.el-date-picker__header'))).toContain('2021')
  expect(textOf(page().querySelector('.el-date-picker__header'))).toMatch(/8/)
})

it('gives the day as the API takes it, none outside its bounds, and an empty text where there is none', async () => {
  const { day, cell } = await opened('', { min: '2021-08-16', max: '2021-08-20' })
  expect(cell('15')).toBeUndefined()
  expect(cell('21')).toBeUndefined()
  cell('16')!.click()
  await flushPromises()
  expect(day.value).toBe('2021-08-16')
})
