import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { ANYWAY } from '@/api/asking'
import type { Schemas } from '@/api/client'
import { readProblem } from '@/api/problem'
import { read } from '@/entries/door'
import { save } from '@/parts/save'
import { authorised } from '@/session/token'
import { useKept } from './kept'

export type Attachment = Schemas['AttachmentOut']

/** How often a page that somebody looks at asks for new ones. */
const LOOK_AGAIN = 20_000

/** What a problem (`problems/16`), a visit or an entry of a ledger (`projects/5`) has. */
export function useAttachments(owner: MaybeRefOrGetter<string>) {
  const queries = useQueryClient()
  const { arrived } = useKept()
  watch(arrived, (one) => {
    if (one?.owner === toValue(owner)) void queries.invalidateQueries({ queryKey: ['attachments', one.owner] })
  })
  return useQuery({
    ...ANYWAY,
    refetchInterval: LOOK_AGAIN,
    queryKey: computed(() => ['attachments', toValue(owner)]),
    queryFn: () => read<Schemas['AttachmentsOut']>(`/${toValue(owner)}/attachments`),
  })
}

/** Bytes can't be asked for by an address alone: the token goes along. */
export async function bytesOf(path: string): Promise<Blob> {
  const response = await authorised(new Request(`/api/v1/attachments/${path}`, { headers: { 'Accept-Language': 'zh-CN' } }))
  if (!response.ok) throw await readProblem(response)
  return response.blob()
}

export async function download(attachment: Attachment): Promise<void> {
  save(await bytesOf(String(attachment.id)), attachment.file_name)
}
