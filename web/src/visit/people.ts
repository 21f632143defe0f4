import { api, ask } from '@/api/client'
import { noteRecent, recent } from '@/device/recent'

const KEPT = 'colleagues'

/** With whom this person went lately: on this device, and in the park's latest visits. */
export async function colleagues(): Promise<string[]> {
  const kept = await recent<string>(KEPT)
  const visits = await ask(api.GET('/api/v1/visits', { params: { query: { limit: 20 } } })).catch(() => null)
  const names = [...kept, ...(visits?.items ?? []).flatMap((visit) => visit.participants)]
  return [...new Set(names)].slice(0, 12)
}

export async function noteColleagues(names: string[]): Promise<void> {
  for (const name of [...names].reverse()) await noteRecent(KEPT, name, (a, b) => a === b)
}
