import { useMutation, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, ask } from '@/api/client'
import type { Problem } from './problem'

/** Whom one can call at the enterprise; numbers are masked. */
export function useContacts(id: MaybeRefOrGetter<number>, wanted: MaybeRefOrGetter<boolean>) {
  return useQuery({
    queryKey: computed(() => ['problem', toValue(id), 'contacts']),
    queryFn: () => ask(api.GET('/api/v1/problems/{id}/contacts', { params: { path: { id: toValue(id) } } })),
    enabled: computed(() => toValue(wanted)),
  })
}

/** The whole number of one of them; that it was asked for is recorded. */
export const useCall = () =>
  useMutation({
    mutationFn: ({ id, index }: { id: number; index: number }) =>
      ask(api.POST('/api/v1/problems/{id}/contacts/call', { params: { path: { id } }, body: { index } })),
  })

interface Reader {
  role: string
  department_id?: number | null
}

/** Who works the case may call; the server decides. */
export function mayCall(problem: Problem, reader: Reader | null | undefined): boolean {
  if (!reader) return false
  if (reader.role !== 'department_staff') return reader.role === 'coordinator' || reader.role === 'park_staff'
  const goesOn = !['closed', 'rejected', 'merged', 'withdrawn'].includes(problem.status)
  const onIt = problem.assignments.some((one) => one.round === problem.round && one.department_id === reader.department_id)
  return goesOn && onIt && !problem.confidential
}
