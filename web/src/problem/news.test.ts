import { expect, it } from 'vitest'
import type { Schemas } from '@/api/client'
import { newsOf, newsText } from './news'

type Event = Schemas['EventOut']
const event = (id: number, kind: string, actor: number | null, recorded_at = '2021-08-16T09:00:00+08:00') =>
  ({ id, kind, recorded_at, actor: actor && { id: actor, name: `某${actor}`, role: 'park_staff' } }) as unknown as Event
const events = [event(1, 'report', 1), event(2, 'accept', 2), event(3, 'comment', 1), event(4, 'recompute', null)]
const now = '2021-08-16T09:01:00+08:00'

it('is what others did since, and the system', () => {
  expect(newsOf(events, 1, 1).map((one) => one.id)).toEqual([2, 4])
  expect(newsOf(events, 4, 1)).toEqual([])
})

it('names who did what last, and how much more', () => {
  expect(newsText([event(2, 'accept', 2)], now)).toBe('刚刚：某2 签收')
  expect(newsText(newsOf(events, 0, 9), now)).toContain('系统 ')
  expect(newsText(newsOf(events, 0, 9), now)).toContain('另有 3 项更新')
})

it('gives the time of what is older', () => {
  expect(newsText([event(2, 'accept', 2, '2021-08-16T08:30:00+08:00')], now)).toBe('2021-08-16 08:30：某2 签收')
})

it('has no text for no news', () => {
  expect(newsText([], now)).toBe('')
})
