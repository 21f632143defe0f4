// @vitest-environment jsdom
import { computed, effectScope, nextTick, shallowRef } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Entry } from './queue'
import { useSelection } from './useSelection'

const list = (...keys: string[]) => keys.map((key) => ({ key, kind: 'accept' }) as Entry)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function selection(start: Entry[]) {
  const entries = shallowRef(start)
  const busy = { now: false }
  const scope = effectScope()
  const made = scope.run(() => useSelection(computed(() => entries.value), () => busy.now))!
  return { ...made, entries, busy, scope }
}

it('opens the first entry, and the next one once it is done', async () => {
  const { selected, entries } = selection(list('a', 'b', 'c'))
  expect(selected.value?.key).toBe('a')
  entries.value = list('b', 'c')
  await nextTick()
  expect(selected.value?.key).toBe('b')
})

it('leaves an entry that was done elsewhere open until the dialog over it is closed', async () => {
  const { selected, entries, busy } = selection(list('a', 'b'))
  busy.now = true
  entries.value = list('b')
  await nextTick()
  await vi.advanceTimersByTimeAsync(2_000)
  expect(selected.value?.key).toBe('a')
  busy.now = false
  await vi.advanceTimersByTimeAsync(500)
  expect(selected.value?.key).toBe('b')
})

it('moves within the list and stops at its ends', () => {
  const { selected, step } = selection(list('a', 'b'))
  step(-1)
  expect(selected.value?.key).toBe('a')
  step(1)
  step(1)
  expect(selected.value?.key).toBe('b')
})
