import { useQueryClient } from '@tanstack/vue-query'
import { computed, ref, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { useSession } from '@/session/session'
import { serverNow } from '@/session/today'
import { newsOf, newsText } from './news'
import { useTimeline } from './useProblem'

/**
 * What others have done to a problem since it was looked at: since it was opened, and again since
 * the last `acknowledge`. Watched while `open`.
 */
export function useNews(id: MaybeRefOrGetter<number>, open: MaybeRefOrGetter<boolean> = true) {
  const { user } = useSession()
  const queries = useQueryClient()
  const timeline = useTimeline(id)
  const seen = ref<number | null>(null)
  const last = computed(() => timeline.data.value?.slice(-1)[0]?.id ?? null)

  watch(
    [() => toValue(id), () => toValue(open)],
    () => (seen.value = toValue(open) ? last.value : null),
    { immediate: true },
  )
  // What was there when the timeline first came is no news.
  watch(last, (now, before) => {
    if (toValue(open)) seen.value ??= now
    // Nothing happens to a problem without an event.
    if (before != null && before !== now) void fetchProblem()
  })
  function fetchProblem() {
    return queries.refetchQueries({ queryKey: ['problem', toValue(id)], exact: true })
  }

  const news = computed(() =>
    seen.value == null ? [] : newsOf(timeline.data.value ?? [], seen.value, user.value?.id),
  )
  return {
    text: computed(() => newsText(news.value, serverNow())),
    /** Who did what last, whoever it was and whenever. */
    latest: computed(() => newsText(timeline.data.value?.slice(-1) ?? [], serverNow())),
    acknowledge: () => void (seen.value = last.value),
    fetchProblem,
  }
}
