import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, ref, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { api, ask, idempotencyKey } from '@/api/client'
import { postForm } from '@/api/form'
import { live } from '@/api/live'
import { usePaged } from '@/api/paged'
import { ApiProblem } from '@/api/problem'
import { firstMove, useLedgers } from '@/entries/ledger'
import { save } from '@/parts/save'
import { useSession } from '@/session/session'
import { hold, type Sent } from './held'
import { isMoving, KIND, type Import, type Kind } from './kinds'
import type { Mode } from './plan'

/** How often a file under way is asked about. */
const LOOK_AGAIN = 1_500
/** Rows a page. */
const ROWS = 100

/** What somebody may import, in the order in which it is offered. Departments take in what they list themselves, and nothing else. */
export function useOffered() {
  const { is } = useSession()
  const ledgers = useLedgers()
  return computed(() => {
    const own = is('department_staff') ? [] : (Object.keys(KIND) as Kind[]).map((value) => ({ value: value as string, label: KIND[value] }))
    const listed = ledgers.data.value?.items.filter((one) => firstMove(one)?.may && one.comes_in !== false) ?? []
    return [...own, ...listed.map((one) => ({ value: one.code, label: one.zh }))]
  })
}

/** The imports of one's park, or all; the newest first. */
export const useImports = () =>
  usePaged(
    () => ['imports'],
    (cursor) => ask(api.GET('/api/v1/imports', { params: { query: { limit: 20, cursor, count: !cursor } } })),
    LOOK_AGAIN * 10,
  )

/** One import, asked about while the server is at work on it. */
export function useImport(id: MaybeRefOrGetter<number>) {
  const queries = useQueryClient()
  const again = live(LOOK_AGAIN)
  const query = useQuery({
    queryKey: computed(() => ['import', toValue(id)]),
    queryFn: (): Promise<Import> => ask(api.GET('/api/v1/imports/{id}', { params: { path: { id: toValue(id) }, query: { limit: 1 } } })),
    ...again,
    refetchInterval: ({ state }) => {
      if (state.error instanceof ApiProblem && state.error.status === 404) return false
      return state.data && !isMoving(state.data.state) ? false : again.refetchInterval({ state })
    },
  })
  watch(
    () => query.data.value?.state,
    (now, before) => {
      if (!now || !before || isMoving(now) || !isMoving(before)) return
      // What is new on this page, or anywhere once it is written.
      const changed = now === 'done' ? [[]] : [['import', toValue(id), 'rows'], ['imports']]
      for (const queryKey of changed) void queries.invalidateQueries({ queryKey })
    },
  )
  return query
}

/** What is wrong with rows, or what is only told about them. */
export const useRows = (id: number, notes: boolean) =>
  usePaged(
    () => ['import', id, 'rows', notes],
    async (cursor) => {
      const query = { limit: ROWS, cursor, notes }
      return (await ask(api.GET('/api/v1/imports/{id}', { params: { path: { id }, query } }))).errors
    },
    false,
  )

/** Uploads a file to be checked; nothing of it is written by that. */
export function useSend() {
  const queries = useQueryClient()
  const part = ref(0)
  const send = useMutation({
    mutationFn: async (sent: Sent): Promise<Import> => {
      part.value = 0
      await stillThere(sent.file)
      const form = new FormData()
      form.append('kind', sent.kind)
      if (sent.sheet) form.append('sheet', sent.sheet)
      if (sent.mapping) form.append('mapping', JSON.stringify(sent.mapping))
      if (sent.unit) form.append('unit', sent.unit)
      if (sent.missing.length) form.append('create_missing', sent.missing.join(','))
      form.append('file', sent.file, sent.file.name)
      const answer = await postForm('imports', form, (now) => (part.value = now))
      return (await answer.json()) as Import
    },
    onSuccess: (begun, sent) => {
      hold(begun.id, sent)
      queries.setQueryData(['import', begun.id], begun)
      void queries.invalidateQueries({ queryKey: ['imports'] })
    },
  })
  return { send, part }
}

/** A file that was changed since it was chosen can't be read any more, which would look like a lost connection. */
async function stillThere(file: File): Promise<void> {
  try {
    await file.slice(0, 1).arrayBuffer()
  } catch {
    throw new ApiProblem(422, 'file.changed', `“${file.name}”选择之后有改动或已移走，请重新选择。`)
  }
}

export function useCommit(id: number) {
  const queries = useQueryClient()
  let key = idempotencyKey()
  return useMutation({
    mutationFn: (mode: Mode) => {
      const headers = { 'Idempotency-Key': `${key}${mode}` }
      return ask(api.POST('/api/v1/imports/{id}/commit', { params: { path: { id } }, body: { mode }, headers }))
    },
    onSuccess: (writing) => {
      // What changed meanwhile is confirmed once more.
      key = idempotencyKey()
      queries.setQueryData(['import', id], writing)
    },
    // Somebody else may have confirmed it already.
    onError: () => queries.invalidateQueries({ queryKey: ['import', id] }),
  })
}

/** Gives up what isn't written yet: its file and its preview are forgotten. */
export function useDiscard(id: number) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => ask(api.DELETE('/api/v1/imports/{id}', { params: { path: { id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['imports'] }),
    // It may be written by now, or gone.
    onError: () => queries.invalidateQueries({ queryKey: ['import', id] }),
  })
}

/** An empty file of a kind. */
export const useTemplate = () =>
  useMutation({
    mutationFn: async ({ kind, title }: { kind: string; title: string }) => {
      const file = await ask<unknown>(api.GET('/api/v1/imports/templates/{kind}', { params: { path: { kind } }, parseAs: 'blob' }))
      save(file as Blob, `${title}导入模板.xlsx`)
    },
  })

/** The rows that weren't taken, with a column of reasons. */
export const useFailedRows = () =>
  useMutation({
    mutationFn: async ({ id, file_name }: Pick<Import, 'id' | 'file_name'>) => {
      const params = { path: { id } }
      const file = await ask<unknown>(api.GET('/api/v1/imports/{id}/failed_rows', { params, parseAs: 'blob' }))
      save(file as Blob, `${file_name.replace(/\.[^.]+$/, '')}-有误的行.xlsx`)
    },
  })
