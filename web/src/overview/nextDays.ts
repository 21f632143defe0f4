import { api, ask } from '@/api/client'
import { today } from '@/session/today'
import { plusDays } from '@/words/time'
import { stretches } from './due'

/** The next ten working days by the server's calendar, with the days off between them. */
export async function nextDays() {
  // From yesterday: the day from which is counted isn't counted itself.
  const query = { from: plusDays(today.value, -1), amount: 10, unit: 'working_day' } as const
  const { days, provisional } = await ask(api.GET('/api/v1/calendar/due', { params: { query } }))
  return { all: stretches(days, today.value), provisional }
}
