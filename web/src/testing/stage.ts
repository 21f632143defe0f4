import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { afterEach, vi } from 'vitest'
import { defineComponent, h, type Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Schemas } from '@/api/client'
import LayoutSignInAgain from '@/layout/LayoutSignInAgain.vue'
import { signIn, useSession } from '@/session/session'
import { json, type Server } from './server'

enableAutoUnmount(afterEach)

// jsdom has no screen: nothing is asked of one here.
window.matchMedia ??= (media) => Object.assign(new EventTarget(), { media, matches: false, onchange: null, addListener: () => {}, removeListener: () => {} })

const USER: Schemas['UserOut'] = {
  id: 4,
  username: 'zhang',
  display_name: '张专员',
  role: 'park_staff',
  park_id: 1,
  department_id: null,
  active: true,
  must_change_password: false,
  version: 1,
  created_at: '2021-08-01T09:00:00+08:00',
  updated_at: '2021-08-01T09:00:00+08:00',
}

/** The demo's Monday: the day that everything on the stage is asked about. */
const NOW = '2021-08-16T09:00:00+08:00'

export async function asUser(server: Server, user: Partial<Schemas['UserOut']> = {}): Promise<void> {
  const session = { access_token: 'a', token_type: 'Bearer', expires_in: 900, server_time: NOW, user: { ...USER, ...user } }
  server.on('POST /api/v1/auth/login', () => json(session))
  await signIn('zhang', 'secret')
}

/** Puts a component into the frame that it has in the program: router, queries, signing in again. */
export async function stage(component: Component, props: Record<string, unknown> = {}, at = '/') {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:rest(.*)', component: defineComponent(() => () => h('i')) }],
  })
  await router.push(at)
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const wrapper = mount(
    defineComponent(() => () => [h('main', { id: 'main' }, h(component, props)), useSession().interrupted.value ? h(LayoutSignInAgain) : null]),
    { attachTo: document.body, global: { plugins: [router, [VueQueryPlugin, { queryClient }]] } },
  )
  await flushPromises()
  return wrapper
}

/** All that is on the page, dialogs too. */
export const page = () => document.body
export const textOf = (node: Element | null | undefined) => (node?.textContent ?? '').replace(/\s+/g, ' ').trim()
export const says = (text: string) => textOf(page()).includes(text)

export const buttons = (within: ParentNode = page()) => [...within.querySelectorAll('button')].map(textOf)

export function button(name: string, within: ParentNode = page()): HTMLButtonElement {
  const found = [...within.querySelectorAll('button')].find((one) => (one.getAttribute('aria-label') ?? textOf(one)) === name)
  if (!found) throw new Error(`no button ${name} among ${buttons(within).join(', ')}`)
  return found
}

export async function click(name: string, within: ParentNode = page()): Promise<void> {
  button(name, within).click()
  await flushPromises()
}

/** The field that a label names. */
export function field(label: string): HTMLInputElement | HTMLTextAreaElement {
  const named = [...page().querySelectorAll('label')].find((one) => textOf(one).startsWith(label))
  const found = named?.htmlFor ? document.getElementById(named.htmlFor) : named?.querySelector('input')
  if (!found) throw new Error(`no field ${label}`)
  return found as HTMLInputElement
}

export async function type(label: string, text: string): Promise<void> {
  const into = field(label)
  into.value = text
  into.dispatchEvent(new Event('input'))
  await flushPromises()
}

export async function submit(): Promise<void> {
  page().querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  await flushPromises()
}

export const eventually = (look: () => void) => vi.waitFor(look, { timeout: 10_000 })
