import { offline, readProblem } from '@/api/problem'
import { withToken } from '@/session/token'

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
  const response = await withToken((token) => post(file, token, progress))
  if (!response.ok) throw await readProblem(response)
}

/** `fetch` can't tell how far a body has come. */
function post(file: Upload, token: string | null, progress: (part: number) => void): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/v1/${file.owner}/attachments`)
    request.setRequestHeader('Accept-Language', 'zh-CN')
    request.setRequestHeader('Idempotency-Key', file.id)
    if (token) request.setRequestHeader('Authorization', `Bearer ${token}`)
    request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0)
    request.onload = () => resolve(new Response(request.responseText, { status: request.status, headers: told(request) }))
    request.onerror = request.onabort = request.ontimeout = () => reject(offline())
    const form = new FormData()
    if (file.eventId) form.append('event_id', String(file.eventId))
    form.append('file', file.blob, file.name)
    request.send(form)
  })
}

function told(request: XMLHttpRequest): Headers {
  const headers = new Headers()
  for (const name of ['retry-after', 'x-request-id']) {
    const value = request.getResponseHeader(name)
    if (value) headers.set(name, value)
  }
  return headers
}
