import { describe, expect, it } from 'vitest'
import type { Schemas } from '@/api/client'
import type { Problem } from '@/problem/problem'
import { following, sections, type Entry } from './queue'

const item = (kind: string, problem_id: number): Schemas['QueueItem'] => ({
  kind,
  problem_id,
  number: `SH-2021-${problem_id}`,
  title: '用电',
  status: 'resolved',
  due_on: null,
  light: null,
})
const problem = (id: number, ...allowed_actions: Schemas['Action'][]) => ({ id, allowed_actions }) as unknown as Problem
const entry = (key: string) => ({ key, kind: key.split('.')[0] }) as Entry
const entries = (...keys: string[]) => keys.map(entry)

describe('the queue in sections', () => {
  it('has what presses first, whatever the order of the answer', () => {
    const queue = { counts: { resolve: 1, accept: 1 }, items: [item('resolve', 1), item('accept', 2)] }
    expect(sections(queue, []).map((section) => section.title)).toEqual(['待签收', '待办结'])
  })

  it('tells what a settled problem waits for by what may be done with it', () => {
    const queue = { counts: { follow_up: 4 }, items: [1, 2, 3, 4].map((id) => item('follow_up', id)) }
    const problems = [
      problem(1, 'follow_up', 'close'),
      problem(2, 'follow_up', 'track'),
      problem(3, 'follow_up', 'reopen'),
      problem(4, 'comment'),
    ]
    const found = sections(queue, problems)
    expect(found.map((section) => [section.title, section.entries.map((one) => one.id)])).toEqual([
      ['待销号', [1]],
      ['待转持续跟踪', [2]],
      ['待回访', [3]],
      ['须由他人办理', [4]],
    ])
    expect(found.map((section) => section.aside)).toEqual([false, false, false, true])
  })

  it('sets aside what I may not rule on myself, and keeps what I may', () => {
    const queue = { counts: { decide_return: 2 }, items: [item('decide_return', 1), item('decide_return', 2)] }
    const found = sections(queue, [problem(1, 'supervise'), problem(2, 'decide_return')])
    expect(found.map((section) => [section.title, section.count, section.aside])).toEqual([
      ['退回待裁定', 1, false],
      ['须由他人办理', 1, true],
    ])
  })

  it('counts what the server did not list', () => {
    const queue = { counts: { accept: 73 }, items: [item('accept', 1), item('accept', 2)] }
    expect(sections(queue, [])[0]).toMatchObject({ count: 73 })
  })

  it('shows work of a kind that it does not know yet', () => {
    expect(sections({ counts: { sing: 1 }, items: [item('sing', 1)] }, [])).toMatchObject([{ kind: 'sing', count: 1 }])
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
