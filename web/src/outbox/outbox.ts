import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, ask, idempotencyKey, type Schemas } from '@/api/client'
import { live } from '@/api/live'
import { done, failed } from '@/parts/notify'

export type Mail = Schemas['MailOut']

export interface Filter {
  state?: Schemas['State']
  number?: string
}

export function useOutbox(filter: Ref<Filter>) {
  const list = useInfiniteQuery({
    queryKey: ['outbox', filter],
    queryFn: ({ pageParam }) =>
      ask(
        api.GET('/api/v1/outbox', { params: { query: { ...filter.value, limit: 50, cursor: pageParam, count: true } } }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    ...live(30_000),
  })
  const mails = computed(() => list.data.value?.pages.flatMap((page) => page.items) ?? [])
  return { list, mails, total: computed(() => list.data.value?.pages[0]?.total ?? null) }
}

export function useResend() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (mail: Mail) =>
      ask(
        api.POST('/api/v1/outbox/{id}/resend', {
          params: { path: { id: mail.id } },
          headers: { 'Idempotency-Key': idempotencyKey() },
        }),
      ),
    onSuccess: () => done('已重新排入发送'),
    onError: failed,
    onSettled: () => queries.invalidateQueries({ queryKey: ['outbox'] }),
  })
}

/** Only what left or was given up is sent again; the rest is on its way. */
export const mayResend = (mail: Mail) => mail.state === 'sent' || mail.state === 'parked'
