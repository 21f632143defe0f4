import { useMutation, useQuery } from '@tanstack/vue-query'
import { api, ask } from '@/api/client'
import { fileName, save } from '@/parts/save'
import type { Problem } from './problem'

export type Slip = 'dispatch' | 'resolution'

export const SLIP: Record<Slip, string> = { dispatch: '交办单', resolution: '办结单' }

/** Where a problem has no lead department that works it. */
const UNASSIGNED = ['reported', 'rejected', 'merged', 'withdrawn']

/** The papers that a problem has by now: 交办单 once it was handed over, 办结单 once something came of it. */
export function slipsOf({ status, outcome, round, assignments }: Problem): Slip[] {
  const hasLead = assignments.some((one) => one.role === 'lead' && one.round === round)
  const slips: Slip[] = []
  if (hasLead && !UNASSIGNED.includes(status)) slips.push('dispatch')
  if (outcome) slips.push('resolution')
  return slips
}

const request = <P extends 'text' | 'blob'>(id: number, kind: Slip, format: 'html' | 'docx' | 'pdf', parseAs: P) =>
  api.GET('/api/v1/problems/{id}/slip', { params: { path: { id }, query: { kind, format } }, parseAs })

/** The paper as it is printed; asked for anew each time, because it is dated. */
export const useSlip = (id: number, kind: Slip) =>
  useQuery({ queryKey: ['problem', id, 'slip', kind], queryFn: async () => (await ask(request(id, kind, 'html', 'text'))) as string, staleTime: 0 })

export const useSlipFile = (id: number, kind: Slip) =>
  useMutation({
    mutationFn: async (format: 'docx' | 'pdf') => {
      const { data, response } = await request(id, kind, format, 'blob')
      save(data as unknown as Blob, fileName(response.headers.get('Content-Disposition')) ?? `${SLIP[kind]}.${format}`)
    },
  })
