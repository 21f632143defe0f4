import createClient from 'openapi-fetch'
import type { Schemas } from '@/api/client'
import { offline, readProblem } from '@/api/problem'
import type { paths } from '@/api/schema'

/** The enterprise's side: no account, only the token from the link. */

export type Inside = Schemas['InsideOut']
export type Filed = Schemas['FiledOut']
export type OwnProblem = Schemas['OwnProblemOut']

const TOKEN = 'zhuqi.door'
const PARK = 'zhuqi.door.park'

/** The token of the link stays with this tab until it is closed. */
export function keepToken(token: string): void {
  sessionStorage.setItem(TOKEN, token)
}

export const heldToken = (): string | null => sessionStorage.getItem(TOKEN)

/** Whom to call once the link doesn't open any more. */
export interface Park {
  name: string
  contact: string | null
}

export function keepPark(inside: Inside): void {
  const park: Park = { name: inside.park_name, contact: inside.contact ?? null }
  localStorage.setItem(PARK, JSON.stringify(park))
}

export function knownPark(): Park | null {
  const kept = localStorage.getItem(PARK)
  return kept ? (JSON.parse(kept) as Park) : null
}

/** The API as an enterprise uses it. */
export const doorApi = createClient<paths>({
  headers: { 'Accept-Language': 'zh-CN' },
  fetch: async (request: Request) => {
    request.headers.set('Authorization', `Door ${heldToken() ?? ''}`)
    const response = await fetch(request).catch(() => {
      throw offline()
    })
    if (!response.ok) throw await readProblem(response)
    return response
  },
})
