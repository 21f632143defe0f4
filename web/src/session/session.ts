import { computed, readonly, ref, shallowRef } from 'vue'
import { ApiProblem, offline, readProblem } from '@/api/problem'
import type { Schemas } from '@/api/client'
import { keep, renew, whenSessionEnds } from './token'

export type User = Schemas['UserOut']
export type Role = Schemas['Role']

const user = shallowRef<User | null>(null)
/** Set while a sign-in over the page is waited for; what was typed beneath stays. */
const interrupted = ref(false)
/** Why it isn't known who is signed in: nothing answers. */
const away = shallowRef<ApiProblem | null>(null)
/** Everything that was asked for meanwhile goes on after it. */
let resumed: (() => void)[] = []
const endings: (() => Promise<void> | void)[] = []

whenSessionEnds(() => {
  interrupted.value = true
  return new Promise((done) => {
    resumed.push(done)
  })
})

/** Something that has to be cleared from this device when somebody signs out. */
export function atSignOut(clear: () => Promise<void> | void): void {
  endings.push(clear)
}

let mayLeave: () => Promise<boolean> = () => Promise.resolve(true)

/** Something that has to be asked before somebody signs out, such as about what isn't sent yet. */
export function beforeSignOut(question: () => Promise<boolean>): void {
  mayLeave = question
}

/** Set while somebody is signed in on this device: without it there is no cookie to ask about. */
const MARK = 'zhuqi.signed-in'

// Signed out in another tab: what was typed here stays, behind the sign-in. Signed in again there, the same
// person goes on here; somebody else finds a fresh page.
if (typeof window !== 'undefined') {
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key !== MARK || !user.value) return
    if (!newValue) {
      keep(null)
      interrupted.value = true
    } else if (interrupted.value) {
      void renew()
        .then((answer) => answer && goOn(answer.user))
        .catch(() => null)
    }
  })
}

function goOn(now: User): void {
  // Somebody else took over this screen: what is on it isn't theirs, and must not be kept as theirs.
  if (interrupted.value && user.value && user.value.id !== now.id) return location.assign('/')
  user.value = now
  if (!interrupted.value) return
  interrupted.value = false
  for (const resume of resumed) resume()
  resumed = []
}

/** Finds out whether the cookie of an earlier visit is still good. */
export async function restore(): Promise<void> {
  if (!localStorage.getItem(MARK)) return
  try {
    user.value = (await renew())?.user ?? null
    away.value = null
  } catch (error) {
    away.value = error instanceof ApiProblem ? error : offline()
  }
}

export async function signIn(username: string, password: string): Promise<User> {
  const response = await fetch('/api/v1/auth/login', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Accept-Language': 'zh-CN' },
    body: JSON.stringify({ username, password }),
  }).catch(() => {
    throw offline()
  })
  if (!response.ok) throw await readProblem(response)
  const answer = (await response.json()) as Schemas['TokenOut']
  keep(answer)
  localStorage.setItem(MARK, '1')
  goOn(answer.user)
  return answer.user
}

export async function signOut(): Promise<void> {
  if (!(await mayLeave())) return
  for (const clear of endings) await clear()
  await fetch('/api/v1/auth/logout', { method: 'POST' }).catch(() => null)
  keep(null)
  localStorage.removeItem(MARK)
  user.value = null
  // A fresh page: nothing of what was read stays in memory.
  location.assign('/sign-in')
}

/** Whoever is signed in. */
export function useSession() {
  return {
    user: readonly(user),
    role: computed(() => user.value?.role ?? null),
    interrupted: readonly(interrupted),
    away: readonly(away),
    is: (...roles: Role[]) => !!user.value && roles.includes(user.value.role),
  }
}
