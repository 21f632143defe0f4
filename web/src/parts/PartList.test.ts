// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { api, ask } from '@/api/client'
import { usePaged } from '@/api/paged'
import { list, lostConnection, refusal, Server } from '@/testing/server'
import { asUser, click, page, says, stage, textOf } from '@/testing/stage'
import PartList from './PartList.vue'

const server = new Server()
const PARKS = 'GET /api/v1/parks'
const park = (id: number) => ({ id, name: `园区${id}` })

/** A list as pages use it. */
const Parks = defineComponent({
  setup() {
    const parks = usePaged(
      () => ['parks of the test'],
      (cursor) => ask(api.GET('/api/v1/parks', { params: { query: { limit: 2, cursor } } })),
    )
    return () =>
      h(PartList as never, { list: parks, emptyText: '还没有园区' }, {
        default: ({ items }: { items: { id: number; name: string }[] }) => items.map((one) => h('li', { key: one.id }, one.name)),
      })
  },
})
const shown = () => [...page().querySelectorAll('li')].map(textOf)

beforeEach(() => asUser(server))

it('says that it is loading until the answer is there', async () => {
  let answer!: (response: Response) => void
  server.on(PARKS, () => new Promise((done) => (answer = done)))
  await stage(Parks)
  expect(page().querySelector('[aria-label="正在加载"]')).not.toBeNull()
  answer(list([park(1)]))
  await flushPromises()
  await flushPromises()
  expect(page().querySelector('[aria-label="正在加载"]')).toBeNull()
  expect(shown()).toEqual(['园区1'])
})

it('comes page by page, and says how much there is', async () => {
  server.on(PARKS, ({ query }) => (query.get('cursor') ? list([park(3)], null, 3) : list([park(1), park(2)], 'next', 3)))
  await stage(Parks)
  expect(shown()).toEqual(['园区1', '园区2'])
  expect(says('已显示 2 条，共 3 条')).toBe(true)
  await click('加载更多')
  await flushPromises()
  expect(shown()).toEqual(['园区1', '园区2', '园区3'])
  expect(says('加载更多')).toBe(false)
})

it('says what is missing where it is empty', async () => {
  server.on(PARKS, () => list([]))
  await stage(Parks)
  expect(textOf(page().querySelector('main'))).toBe('还没有园区')
})

it('says what went wrong, and tries again when asked to', async () => {
  server.on(PARKS, () => refusal(500, 'internal', '服务器内部错误'), () => list([park(1)]))
  await stage(Parks)
  expect(textOf(page().querySelector('[role=alert]'))).toContain('服务器内部错误。如反复出现，请联系管理员。')
  await click('重试')
  await flushPromises()
  expect(shown()).toEqual(['园区1'])
})

it('keeps what it has when the connection is lost, and says so', async () => {
  server.on(PARKS, () => list([park(1), park(2)], 'next', 3), lostConnection)
  await stage(Parks)
  await click('加载更多')
  await flushPromises()
  expect(shown()).toEqual(['园区1', '园区2'])
  expect(says('网络不通，请检查连接后重试。')).toBe(true)
})
