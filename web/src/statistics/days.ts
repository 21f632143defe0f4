import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { today } from '@/session/today'
import { mondayOf, plusDays } from '@/words/time'
import type { Days } from './figures'

export type Span = 'total' | 'week' | 'last_week' | 'month' | 'own'

export const SPANS: Record<Span, string> = { total: '累计', week: '本周', last_week: '上周', month: '本月', own: '自选' }

type Query = Record<string, unknown>

const DAY = /^\d{4}-\d\d-\d\d$/

function dayOf(query: Query, name: string): string | null {
  const value = query[name]
  return typeof value === 'string' && DAY.test(value) ? value : null
}

export function spanOf(query: Query): Span {
  const span = query.span
  return typeof span === 'string' && span in SPANS ? (span as Span) : 'total'
}

/** The days that the address asks for, never after today: the server refuses the future. */
export function daysOf(query: Query, now: string): Days {
  const until = (day: string | null) => (day && day < now ? day : now)
  const asOf = until(dayOf(query, 'as_of'))
  switch (spanOf(query)) {
    case 'week':
      return { from: mondayOf(now), to: now, as_of: now }
    case 'last_week': {
      const sunday = plusDays(mondayOf(now), -1)
      return { from: mondayOf(sunday), to: sunday, as_of: sunday }
    }
    case 'month':
      return { from: `${now.slice(0, 7)}-01`, to: now, as_of: now }
    case 'own': {
      const to = until(dayOf(query, 'to'))
      const from = dayOf(query, 'from') ?? mondayOf(to)
      return { from: from > to ? to : from, to, as_of: asOf < to ? to : asOf }
    }
    default:
      return { from: `${asOf.slice(0, 4)}-01-01`, to: asOf, as_of: asOf }
  }
}

/** Kept in the address, so that a page can be sent to a colleague. */
export function useDays() {
  const route = useRoute()
  const router = useRouter()
  const span = computed(() => spanOf(route.query))
  const days = computed(() => daysOf(route.query, today.value))

  function set(change: Record<string, string | undefined>) {
    void router.replace({ query: { ...route.query, ...change } })
  }

  function choose(next: Span) {
    const own = next === 'own'
    set({
      span: next === 'total' ? undefined : next,
      from: own ? days.value.from : undefined,
      to: own ? days.value.to : undefined,
      as_of: undefined,
    })
  }

  return { span, days, choose, set, ofPeriod: computed(() => span.value !== 'total') }
}
