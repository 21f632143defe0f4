import { useMutation, useQueryClient } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import { api, ask, idempotencyKey, type Schemas } from '@/api/client'
import { usePaged } from '@/api/paged'
import { done, failed } from '@/parts/notify'

export type Mail = Schemas['MailOut']

export interface Filter {
  state?: Schemas['State']
  number?: string
}

export const useOutbox = (filter: Ref<Filter>) =>
  usePaged(
    () => ['outbox', filter.value],
    (cursor) => ask(api.GET('/api/v1/outbox', { params: { query: { ...filter.value, limit: 50, cursor, count: !cursor } } })),
  )

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

export function useResendParked() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => ask(api.POST('/api/v1/outbox/resend_parked', { headers: { 'Idempotency-Key': idempotencyKey() } })),
    onSuccess: ({ mails }) => done(mails ? `${mails} 封通知已重新排入发送` : '没有已停发的通知'),
    onError: failed,
    onSettled: () => queries.invalidateQueries({ queryKey: ['outbox'] }),
  })
}

/** Only what left or was given up is sent again; the rest is on its way. */
export const mayResend = (mail: Mail) => mail.state === 'sent' || mail.state === 'parked'
