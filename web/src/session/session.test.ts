// @vitest-environment jsdom
import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { forget, recalled } from '@/device/device'
import { useFormDraft } from '@/draft/useFormDraft'
import { json, refusal, Server } from '@/testing/server'
import { asUser, eventually, page, says, stage } from '@/testing/stage'
import { useSession } from './session'

const server = new Server()
const MARK = 'zhuqi.signed-in'
const REFRESH = 'POST /api/v1/auth/refresh'

/** What another tab writes into the storage that tabs share. */
async function elsewhere(newValue: string | null) {
  if (newValue) localStorage.setItem(MARK, newValue)
  else localStorage.removeItem(MARK)
  window.dispatchEvent(new StorageEvent('storage', { key: MARK, newValue }))
  await flushPromises()
}
const token = (id: number) => json({ access_token: 'b', token_type: 'Bearer', expires_in: 900, server_time: '2021-08-16T09:00:00+08:00', user: { ...useSession().user.value, id } })

/** A form with something typed in it. */
async function typing() {
  const form = ref({ text: '' })
  await stage(
    defineComponent(() => {
      void useFormDraft({ name: () => 'problem/16/comment', form }).begin()
      return () => h('textarea', { value: form.value.text })
    }),
  )
  form.value.text = '请关注。'
  await flushPromises()
  return form
}

beforeEach(() => asUser(server))

it('asks to sign in over the page when another tab signed out, and leaves what was typed', async () => {
  const form = await typing()
  server.on(REFRESH, () => refusal(401, 'auth.session_ended', '登录已失效'))
  await elsewhere(null)
  await eventually(() => expect(says('登录已失效，请重新登录')).toBe(true))
  expect(form.value.text).toBe('请关注。')
  expect(page().querySelector('textarea')!.value).toBe('请关注。')
})

it('goes on by itself when the same person signs in again there, and keeps the draft again', async () => {
  await typing()
  await elsewhere(null)
  // As signing out does.
  for (const name of await recalled('')) await forget(name)
  server.on(REFRESH, () => token(4))
  await elsewhere('1')
  await eventually(() => expect(useSession().interrupted.value).toBe(false))
  await eventually(async () => expect(await recalled('form/')).toEqual(['form/problem/16/comment']))
})

it('shows a fresh page to somebody else, and keeps nothing of the first one’s as theirs', async () => {
  await typing()
  await elsewhere(null)
  const assign = vi.fn()
  vi.stubGlobal('location', { assign })
  server.on(REFRESH, () => token(5))
  await elsewhere('1')
  await eventually(() => expect(assign).toHaveBeenCalledWith('/'))
  expect(useSession().user.value?.id).toBe(4)
  expect(useSession().interrupted.value).toBe(true)
  vi.unstubAllGlobals()
})
