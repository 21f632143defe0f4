import type { Schemas } from '@/api/client'
import { instant } from '@/words/time'
import { EVENT, word } from '@/words/words'

type Event = Schemas['EventOut']

/** Up to so long ago something has happened just now. */
const JUST_NOW = 2 * 60_000

/** What others did after an event that was seen; one's own moves are no news. */
export function newsOf(events: Event[], seen: number, me: number | undefined): Event[] {
  return events.filter((event) => event.id > seen && (!event.actor || event.actor.id !== me))
}

/** `刚刚：李某 签收`, the last of them first named. */
export function newsText(news: Event[], now: string): string {
  const last = news[news.length - 1]
  if (!last) return ''
  const justNow = Date.parse(now) - Date.parse(last.recorded_at) < JUST_NOW
  const who = last.actor?.name ?? '系统'
  const more = news.length > 1 ? `（另有 ${news.length - 1} 项更新）` : ''
  return `${justNow ? '刚刚' : instant(last.recorded_at)}：${who} ${word(EVENT, last.kind)}${more}`
}
