import { describe, expect, it } from 'vitest'
import type { Schemas } from '@/api/client'
import { following, sections, type Entry } from './queue'

const item = (kind: string, problem_id: number) =>
  ({ kind, problem_id, number: `SH-2021-${problem_id}`, title: '用电', status: 'resolved' }) as Schemas['QueueItem']
const entry = (key: string) => ({ key, kind: key.split('.')[0] }) as Entry
const entries = (...keys: string[]) => keys.map(entry)

describe('the queue in sections', () => {
  it('has what presses first, whatever the order of the answer', () => {
    const queue = { counts: { resolve: 1, accept: 1 }, items: [item('resolve', 1), item('accept', 2)] }
    expect(sections(queue).map((section) => section.title)).toEqual(['待签收', '待办结'])
  })

  it('keeps the order of the answer within a kind', () => {
    const queue = { counts: { close: 3 }, items: [3, 1, 2].map((id) => item('close', id)) }
    expect(sections(queue)[0]?.entries.map((one) => one.id)).toEqual([3, 1, 2])
  })

  it('has what is urgent before all, and counts it there alone', () => {
    const queue = { counts: { accept: 1, close: 3 }, items: [item('accept', 9), ...[3, 1, 2].map((id) => item('close', id))] }
    const found = sections(queue, new Set([2]))
    expect(found.map(({ title, count, entries }) => [title, count, entries.map((one) => one.id)])).toEqual([
      ['紧急', 1, [2]],
      ['待签收', 1, [9]],
      ['待销号', 2, [3, 1]],
    ])
    expect(found[0]?.entries[0]).toMatchObject({ kind: 'close', doing: '待销号', urgent: true })
  })

  it('has no section for what is all urgent already', () => {
    expect(sections({ counts: { accept: 1 }, items: [item('accept', 9)] }, new Set([9])).map((one) => one.title)).toEqual(['紧急'])
  })

  it('counts what the server did not list', () => {
    const queue = { counts: { accept: 73 }, items: [item('accept', 1), item('accept', 2)] }
    expect(sections(queue)[0]).toMatchObject({ count: 73 })
  })

  it('shows work of a kind that it does not know yet', () => {
    expect(sections({ counts: { sing: 1 }, items: [item('sing', 1)] })).toMatchObject([{ kind: 'sing', count: 1 }])
  })
})

describe('after an entry is done', () => {
  const before = entries('accept.1', 'accept.2', 'accept.3', 'resolve.9')

  it('the next of its kind opens', () => {
    expect(following(before, 'accept.2', entries('accept.1', 'accept.3', 'resolve.9'))?.key).toBe('accept.3')
  })

  it('the one before it opens where it was the last of its kind', () => {
    expect(following(before, 'accept.3', entries('accept.1', 'accept.2', 'resolve.9'))?.key).toBe('accept.2')
  })

  it('another kind follows where its own is empty', () => {
    expect(following(before, 'accept.1', entries('resolve.9'))?.key).toBe('resolve.9')
  })

  it('an accepted problem that now waits to be resolved is not followed there', () => {
    expect(following(before, 'accept.1', entries('accept.2', 'accept.3', 'resolve.1', 'resolve.9'))?.key).toBe('accept.2')
  })

  it('nothing opens where nothing waits', () => {
    expect(following(before, 'accept.1', [])).toBeNull()
  })

  it('what still waits stays open', () => {
    expect(following(before, 'accept.2', before)?.key).toBe('accept.2')
  })
})
