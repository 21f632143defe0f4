import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { ANYWAY } from '@/api/asking'
import { api, ask, type Schemas } from '@/api/client'
import { ApiProblem } from '@/api/problem'
import { noteRecent, recent } from '@/device/recent'
import { useSession } from '@/session/session'
import type { PlaceEnterprise } from '@/place/place'
import { codeFault, looksLikeCode, plainCode } from './creditCode'

export type Enterprise = Schemas['EnterpriseOut']

export interface Found {
  enterprises: Enterprise[]
  /** The code belongs to an enterprise that isn't this person's to file for. */
  elsewhere: Schemas['EnterpriseFound'] | null
  /** A code that is none. */
  fault: string | null
}

/** By a part of the name, its pinyin initials, or the whole credit code. */
export async function searchEnterprises(text: string): Promise<Found> {
  const nothing: Found = { enterprises: [], elsewhere: null, fault: null }
  if (!looksLikeCode(text)) return { ...nothing, enterprises: await byName(text.trim()) }
  const code = plainCode(text)
  const fault = codeFault(code)
  if (fault) return { ...nothing, fault }
  const found = await lookUp(code)
  if (!found) return nothing
  const own = (await byName(found.name)).filter((one) => one.credit_code === code)
  return own.length ? { ...nothing, enterprises: own } : { ...nothing, elsewhere: found }
}

async function byName(text: string): Promise<Enterprise[]> {
  const query = { q: text || undefined, limit: 20 }
  const found = await ask(api.GET('/api/v1/enterprises', { params: { query } }))
  return found.items.filter((one) => one.active)
}

async function lookUp(credit_code: string): Promise<Schemas['EnterpriseFound'] | null> {
  try {
    return await ask(api.GET('/api/v1/enterprises/lookup', { params: { query: { credit_code } } }))
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return null
    throw error
  }
}

const KEPT = 'enterprises'
const SHOWN = 6

/** Those used last on this device, then those this person filed for last, wherever that was. */
export function useRecentEnterprises() {
  return useQuery({
    queryKey: ['enterprises', 'recent'],
    staleTime: 60_000,
    queryFn: async () => {
      const kept = await recent<PlaceEnterprise>(KEPT)
      if (kept.length >= SHOWN) return kept.slice(0, SHOWN)
      const filed = await ask(api.GET('/api/v1/problems', { params: { query: { mine: true, limit: 30 } } })).catch(() => null)
      const all = [...kept]
      for (const { enterprise_id: id, enterprise_name: name, park_id } of filed?.items ?? []) {
        if (id && name && !all.some((one) => one.id === id)) all.push({ id, name, park_id })
      }
      return all.slice(0, SHOWN)
    },
    // The device answers without a network, too.
    networkMode: 'always',
  })
}

export const noteEnterprise = (one: PlaceEnterprise) =>
  noteRecent(KEPT, { id: one.id, name: one.name, park_id: one.park_id }, (a, b) => a.id === b.id)

export function useEnterprise(id: MaybeRefOrGetter<number | null>) {
  return useQuery({
    ...ANYWAY,
    queryKey: computed(() => ['enterprise', toValue(id)]),
    enabled: computed(() => toValue(id) != null),
    queryFn: () => ask(api.GET('/api/v1/enterprises/{id}', { params: { path: { id: toValue(id) ?? 0 } } })),
  })
}

/** Whether this person may change the enterprise; the server decides again. */
export function useMayEdit() {
  const { user, is } = useSession()
  return (one: { park_id: number }) =>
    is('coordinator', 'admin') || (is('park_staff') && user.value?.park_id === one.park_id)
}
