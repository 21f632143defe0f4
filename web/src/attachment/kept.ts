import { computed, reactive, shallowRef } from 'vue'
import { idempotencyKey } from '@/api/client'
import { ApiProblem, sentence } from '@/api/problem'
import { forget, keepFileOnDevice, recall, recalled } from '@/device/device'
import { useSession } from '@/session/session'
import { FILES_MAX, FILE_MAX, tooLarge, wrongWith } from './allowed'
import { shrunk } from './shrink'
import { upload } from './upload'

/**
 * Files on this device that the server doesn't have yet. They are kept until it has them, so that a lost
 * connection or a closed page loses no photo.
 */
export interface Kept {
  /** Made here, and sent as `Idempotency-Key`. */
  id: string
  /** The draft, form or page that it was chosen in. */
  group: string
  name: string
  blob: Blob
  /** `problems/16`; null while what it belongs to isn't there yet. */
  owner: string | null
  eventId: number | null
  /** Why the server refused it; it isn't sent again by itself. */
  fault: string | null
}

const PREFIX = 'file/'
const PAUSES = [5_000, 10_000, 20_000, 40_000, 60_000]

const kept = shallowRef<Kept[]>([])
/** From 0 to 1, of those on their way. */
const progress = reactive(new Map<string, number>())
/** The last owner that a file arrived at, for what shows it. */
const arrived = shallowRef<{ owner: string } | null>(null)

async function save(file: Kept): Promise<void> {
  const isNew = !kept.value.some((one) => one.id === file.id)
  kept.value = isNew ? [...kept.value, file] : kept.value.map((one) => (one.id === file.id ? file : one))
  await keepFileOnDevice(PREFIX + file.id, { ...file })
}

async function loadKept(): Promise<void> {
  const names = await recalled(PREFIX)
  const found = await Promise.all(names.map((name) => recall<Kept>(name)))
  const here = new Set(kept.value.map((one) => one.id))
  for (const one of found) {
    if (one && !here.has(one.id)) kept.value = [...kept.value, one]
  }
}

/** Keeps what can be sent; gives back why the rest can't. */
export async function addFiles(group: string, files: File[]): Promise<string[]> {
  const refused: string[] = []
  for (const file of files) {
    const wrong = wrongWith(file)
    if (wrong) {
      refused.push(`“${file.name}”${wrong}`)
      continue
    }
    if (kept.value.filter((one) => one.group === group && !one.owner).length >= FILES_MAX) {
      refused.push(`一次最多选 ${FILES_MAX} 个，“${file.name}”未加入`)
      continue
    }
    const small = await shrunk(file)
    if (small.size > FILE_MAX) {
      refused.push(`“${file.name}”${tooLarge(small)}`)
      continue
    }
    await save({ id: idempotencyKey(), group, name: small.name, blob: small, owner: null, eventId: null, fault: null })
  }
  return refused
}

export async function removeFile(id: string): Promise<void> {
  kept.value = kept.value.filter((one) => one.id !== id)
  progress.delete(id)
  await forget(PREFIX + id)
}

/** What it belongs to was given up; what is on its way already stays. */
export async function discardGroup(group: string): Promise<void> {
  for (const one of kept.value) if (one.group === group && !one.owner) await removeFile(one.id)
}

/** What it belongs to is there: from here on the files find their way by themselves. */
export async function release(group: string, owner: string, eventId: number | null = null): Promise<void> {
  for (const one of kept.value) {
    if (one.group === group && !one.owner) await save({ ...one, owner, eventId })
  }
  void sendFiles()
}

export async function retry(id: string): Promise<void> {
  const file = kept.value.find((one) => one.id === id)
  if (file) await save({ ...file, fault: null })
  await sendFiles()
}

/** What passes: lost connections, busy servers, full disks, proxies without one behind. */
const passes = (problem: ApiProblem) =>
  problem.status < 400 || problem.status >= 500 || [401, 408, 429].includes(problem.status) || problem.code === 'unreadable'

let running: Promise<void> | null = null
let timer: ReturnType<typeof setTimeout> | undefined
let misses = 0

/** Sends everything whose owner is there, one after the other. */
export function sendFiles(): Promise<void> {
  running ??= sendAll().finally(() => {
    running = null
  })
  return running
}

async function sendAll(): Promise<void> {
  clearTimeout(timer)
  const { user, interrupted } = useSession()
  for (;;) {
    const next = kept.value.find((one) => one.owner && !one.fault)
    if (!next) break
    if (!user.value || interrupted.value || !(await sendOne(next))) return schedule()
  }
  misses = 0
}

/** False where it has to wait. */
async function sendOne(file: Kept): Promise<boolean> {
  const owner = file.owner
  if (!owner) return true
  progress.set(file.id, 0)
  try {
    await upload({ ...file, owner }, (part) => progress.set(file.id, part))
    await removeFile(file.id)
    arrived.value = { owner }
    return true
  } catch (error) {
    progress.delete(file.id)
    if (!(error instanceof ApiProblem) || passes(error)) return false
    // Removed by hand meanwhile: nothing to tell.
    if (kept.value.some((one) => one.id === file.id)) await save({ ...file, fault: sentence(error) })
    return true
  }
}

function schedule(): void {
  clearTimeout(timer)
  timer = setTimeout(() => void sendFiles(), PAUSES[Math.min(misses, PAUSES.length - 1)])
  misses += 1
}

/** From sign-in on: what waits is sent when the connection is back, also after a reload. */
export function startUploading(): () => void {
  const now = () => {
    misses = 0
    void sendFiles()
  }
  window.addEventListener('online', now)
  void loadKept().then(now)
  return () => {
    window.removeEventListener('online', now)
    clearTimeout(timer)
  }
}

export function useKept() {
  return {
    progress,
    arrived,
    /** Chosen, and not handed in yet. */
    chosenIn: (group: string) => kept.value.filter((one) => one.group === group && !one.owner),
    /** On their way to what they belong to. */
    waitingFor: (owner: string) => kept.value.filter((one) => one.owner === owner),
    waiting: computed(() => kept.value.filter((one) => one.owner)),
    /** The groups of files that were chosen and aren't handed in. */
    groups: () => kept.value.filter((one) => !one.owner).map((one) => one.group),
  }
}
