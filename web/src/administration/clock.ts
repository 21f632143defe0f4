import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { api, ask, idempotencyKey } from '@/api/client'
import { done, failed } from '@/parts/notify'

/** Whether the server believes its clock; where it doesn't, no week closes until the administrator confirms it. */
export const useServerClock = () =>
  useQuery({ queryKey: ['server-clock'], queryFn: () => ask(api.GET('/api/v1/settings/clock')) })

export function useAcceptClock() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () =>
      ask(api.POST('/api/v1/settings/clock/accept', { headers: { 'Idempotency-Key': idempotencyKey() } })),
    onSuccess: () => done('已确认服务器时间，各周照常封存'),
    onError: failed,
    onSettled: () => queries.invalidateQueries({ queryKey: ['server-clock'] }),
  })
}
