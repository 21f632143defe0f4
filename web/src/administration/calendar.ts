import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { api, ask, type Schemas } from '@/api/client'
import { ApiProblem } from '@/api/problem'
import { done } from '@/parts/notify'
import { day } from '@/words/time'
import type { Notice } from './notice'

export type Moved = Schemas['MovedLimit']

/** One year's notice, edited in a copy: looked at first, published then. */
export function useCalendar(year: Ref<number>) {
  const queries = useQueryClient()
  const kept = useQuery({
    queryKey: ['calendar', year],
    queryFn: () => ask(api.GET('/api/v1/calendar/{year}', { params: { path: { year: year.value } } })),
  })
  const draft = shallowRef<Notice | null>(null)
  const moved = shallowRef<Moved[] | null>(null)
  /** The version the draft was begun from. */
  const version = ref(0)

  const notice = computed<Notice>(() => draft.value ?? kept.data.value ?? { off: [], work: [] })

  function edit() {
    if (!kept.data.value) return
    version.value = kept.data.value.version
    draft.value = { off: kept.data.value.off, work: kept.data.value.work }
    moved.value = null
  }
  function change(next: Notice) {
    draft.value = next
    moved.value = null
    send.reset()
  }
  function leave() {
    draft.value = null
    moved.value = null
    send.reset()
  }
  watch(year, leave)

  const send = useMutation({
    mutationFn: (dryRun: boolean) =>
      ask(
        api.PUT('/api/v1/calendar/{year}', {
          params: { path: { year: year.value }, query: { dry_run: dryRun } },
          body: notice.value,
          headers: { 'If-Match': `"${version.value}"` },
        }),
      ),
    onSuccess: (answer) => {
      moved.value = answer.moved
      if (answer.dry_run) return
      done(`${year.value}年放假安排已发布${answer.moved.length ? `，${answer.moved.length} 项时限已调整` : ''}`)
      leave()
      for (const key of ['calendar', 'problems', 'problem', 'queue']) void queries.invalidateQueries({ queryKey: [key] })
    },
  })

  /** Somebody published meanwhile: takes their version, keeping the draft or not. */
  async function reread(keepDraft: boolean) {
    const fresh = await kept.refetch()
    version.value = fresh.data?.version ?? version.value
    send.reset()
    if (!keepDraft) edit()
  }

  /** What is wrong, named by its day: the API points at places of a list. */
  const faults = computed(() => {
    const error = send.error.value
    if (!(error instanceof ApiProblem)) return error ? [String(error)] : []
    if (!error.fields.length) return [error.message]
    return error.fields.map(({ pointer, detail }) => {
      const [, list, place] = /^\/(off|work)\/(\d+)$/.exec(pointer) ?? []
      const about = list ? notice.value[list as 'off' | 'work'][Number(place)] : undefined
      return about ? `${day(about)}：${detail}` : detail
    })
  })
  const stale = computed(() => send.error.value instanceof ApiProblem && send.error.value.status === 412)

  return { kept, notice, draft, moved, send, faults, stale, edit, change, leave, reread }
}
