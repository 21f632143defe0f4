import { postForm } from '@/api/form'

export interface Upload {
  /** Sent as `Idempotency-Key`: the server keeps it once, however often it comes. */
  id: string
  name: string
  blob: Blob
  /** `problems/16` */
  owner: string
  eventId: number | null
}

/** Sends one file; a refusal is thrown as an `ApiProblem`. */
export async function upload(file: Upload, progress: (part: number) => void): Promise<void> {
  const form = new FormData()
  if (file.eventId) form.append('event_id', String(file.eventId))
  form.append('file', file.blob, file.name)
  await postForm(`${file.owner}/attachments`, form, progress, { 'Idempotency-Key': file.id })
}
