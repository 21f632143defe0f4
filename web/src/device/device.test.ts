// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from 'vitest'
import { Server } from '@/testing/server'
import { asUser } from '@/testing/stage'
import { signOut } from '@/session/session'
import { changeOnDevice, forget, keepOnDevice, recall, recalled } from './device'

const server = new Server()
beforeEach(async () => {
  await asUser(server)
  for (const name of await recalled('')) await forget(name)
})

it('keeps nothing of this person at sign-out but their own phrases', async () => {
  vi.stubGlobal('location', { assign: () => {} })
  await keepOnDevice('draft/1', { title: '用电' })
  await keepOnDevice('recent/enterprises', [])
  await keepOnDevice('phrases/park_staff/comment.text', { own: ['请关注。'], used: [] })
  await signOut()
  await asUser(server)
  expect(await recalled('')).toEqual(['phrases/park_staff/comment.text'])
})

it('changes what is there, however many change it at once', async () => {
  const add = (one: number) => changeOnDevice('list', (kept) => [...((kept as number[] | undefined) ?? []), one])
  await Promise.all([add(1), add(2), add(3)])
  expect((await recall<number[]>('list'))?.sort()).toEqual([1, 2, 3])
})
