import { withToken } from '@/session/token'
import { offline, readProblem } from './problem'

/** Posts a form with a file and tells how far it has come, which `fetch` can't; a refusal is thrown as an `ApiProblem`. */
export async function postForm(
  path: string,
  form: FormData,
  progress: (part: number) => void,
  headers: Record<string, string> = {},
): Promise<Response> {
  const response = await withToken((token) => {
    const own: Record<string, string> = { 'Accept-Language': 'zh-CN', ...headers }
    if (token) own.Authorization = `Bearer ${token}`
    return post(path, form, progress, own)
  })
  if (!response.ok) throw await readProblem(response)
  return response
}

function post(path: string, form: FormData, progress: (part: number) => void, headers: Record<string, string>): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/v1/${path}`)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0)
    request.onload = () => resolve(new Response(request.responseText, { status: request.status, headers: told(request) }))
    request.onerror = request.onabort = request.ontimeout = () => reject(offline())
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
