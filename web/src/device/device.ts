import { createStore, del, get, keys, set, update } from 'idb-keyval'
import { atSignOut, useSession } from '@/session/session'

/**
 * What is kept on this device, each person's apart, and gone at sign-out but for what {@link STAYS}. Where
 * the browser keeps nothing (private windows of some), it lives as long as the page.
 */
const store = (() => {
  let opened: ReturnType<typeof createStore> | null = null
  return () => (opened ??= createStore('zhuqi', 'kept'))
})()
const memory = new Map<string, unknown>()
let broken = typeof indexedDB === 'undefined'

/** False where a reload would lose what was typed. */
export const keepsThings = () => !broken

const mine = () => `${useSession().user.value?.id ?? 0}/`

export async function recall<T>(name: string): Promise<T | undefined> {
  return tried(
    () => get<T>(mine() + name, store()),
    () => memory.get(mine() + name) as T | undefined,
  )
}

export async function keepOnDevice(name: string, value: unknown): Promise<void> {
  // Proxies of Vue can't be stored.
  await keepFileOnDevice(name, JSON.parse(JSON.stringify(value)))
}

/** {@link keepOnDevice} for what holds bytes: the value is stored as it is, without proxies in it. */
export async function keepFileOnDevice(name: string, plain: unknown): Promise<void> {
  const key = mine() + name
  await tried(
    () => set(key, plain, store()),
    () => void memory.set(key, plain),
  )
}

/** Changes what is kept there now, which another tab may have written. */
export async function changeOnDevice(name: string, how: (kept: unknown) => unknown): Promise<void> {
  const key = mine() + name
  await tried(
    () => update<unknown>(key, how, store()),
    () => void memory.set(key, how(memory.get(key))),
  )
}

export async function forget(name: string): Promise<void> {
  const key = mine() + name
  await tried(
    () => del(key, store()),
    () => void memory.delete(key),
  )
}

/** The names that begin so. */
export async function recalled(prefix: string): Promise<string[]> {
  const start = mine() + prefix
  const all = await tried(
    () => keys<string>(store()),
    () => [...memory.keys()],
  )
  return all.filter((key) => key.startsWith(start)).map((key) => key.slice(mine().length))
}

async function tried<T>(kept: () => Promise<T>, otherwise: () => T): Promise<T> {
  if (!broken) {
    try {
      return await kept()
    } catch {
      broken = true
    }
  }
  return otherwise()
}

/** 常用语 are words that somebody chose to keep for themselves, and say nothing of a case by themselves. */
const STAYS = ['phrases/']

atSignOut(async () => {
  const all = await recalled('')
  for (const name of all.filter((one) => !STAYS.some((prefix) => one.startsWith(prefix)))) await forget(name)
})
