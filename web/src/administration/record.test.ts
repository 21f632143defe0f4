// @vitest-environment jsdom
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { mount } from '@vue/test-utils'
import { defineComponent, h } from 'vue'
import { beforeEach, expect, it, vi } from 'vitest'
import { ApiProblem } from '@/api/problem'
import { useRecord, type Kept, type Room } from './record'

vi.mock('@/parts/notify', () => ({ done: vi.fn(), failed: vi.fn() }))

interface Row extends Kept {
  name: string
}
const row = (name: string, version: number): Row => ({ id: 1, version, active: true, name })
const stale = () => new ApiProblem(412, 'stale', '版本已过期')

let change: ReturnType<typeof vi.fn<Room<Row, { name: string }>['change']>>

function record() {
  const room: Room<Row, { name: string }> = {
    key: 'rows',
    noun: '园区',
    labels: { name: '名称' },
    blank: () => ({ name: '' }),
    formOf: ({ name }) => ({ name }),
    create: vi.fn(),
    change,
    switchOn: vi.fn(),
    reread: () => Promise.resolve(row('别人改的', 5)),
    missing: ({ name }) => (name.trim() ? {} : { name: '请填写名称' }),
  }
  let made!: ReturnType<typeof useRecord<Row, { name: string }>>
  const host = defineComponent({ setup: () => ((made = useRecord(room)), () => h('i')) })
  mount(host, { global: { plugins: [[VueQueryPlugin, { queryClient: new QueryClient() }]] } })
  return made
}

beforeEach(() => {
  change = vi.fn()
})

it('sends nothing while something required is missing', async () => {
  const made = record()
  made.start(row('沙河', 4))
  made.form.value.name = ' '
  await made.save()
  expect(change).not.toHaveBeenCalled()
  expect(made.under('name')).toBe('请填写名称')
})

it('keeps what was typed when somebody was faster, and says what they changed', async () => {
  change.mockRejectedValueOnce(stale())
  const made = record()
  made.start(row('沙河', 4))
  made.form.value.name = '我改的'
  await made.save()
  expect(made.open.value).toBe(true)
  expect(made.form.value.name).toBe('我改的')
  expect(made.changed.value).toEqual(['名称'])
})

it('bases the next save on the present state when one insists', async () => {
  change.mockRejectedValueOnce(stale()).mockResolvedValueOnce(row('我改的', 6))
  const made = record()
  made.start(row('沙河', 4))
  made.form.value.name = '我改的'
  await made.save()
  made.insist()
  await made.save()
  expect(change.mock.calls[1]?.[2]).toEqual({ 'If-Match': '"5"' })
  expect(made.open.value).toBe(false)
})

it('shows the present state when one gives way', async () => {
  change.mockRejectedValueOnce(stale())
  const made = record()
  made.start(row('沙河', 4))
  made.form.value.name = '我改的'
  await made.save()
  made.load()
  expect(made.form.value.name).toBe('别人改的')
})
