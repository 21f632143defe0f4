import type { components } from './schema'

type Problem = components['schemas']['Problem']
type FieldProblem = components['schemas']['FieldProblem']

/** What the server answered instead of what was asked for, or that nothing answered at all. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly fields: FieldProblem[] = [],
    readonly allowedActions: string[] = [],
    readonly requestId: string | null = null,
  ) {
    super(detail)
  }

  /** The server could not be reached: what was typed can be sent later. */
  get isOffline(): boolean {
    return this.status === 0
  }

  /** Somebody else was faster, or the state moved on. */
  get isConflict(): boolean {
    return this.status === 409 || this.status === 412
  }

  /** What is wrong with the value at a JSON pointer such as `/title`. */
  field(pointer: string): string | undefined {
    return this.fields.find((field) => field.pointer === pointer)?.detail
  }

  /** Faults of values that a form has no place for. */
  elsewhere(pointers: string[]): string[] {
    return this.fields.filter((field) => !pointers.includes(field.pointer)).map((field) => field.detail)
  }
}

export const offline = () => new ApiProblem(0, 'offline', '网络不通，请检查连接后重试。已填写的内容不会丢失。')

/** Reads an answer that is no success. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const requestId = response.headers.get('x-request-id')
  const body = (await response.json().catch(() => null)) as Problem | null
  if (!body?.code) {
    return new ApiProblem(response.status, 'unreadable', `服务器返回异常（${response.status}），请稍后重试。`, [], [], requestId)
  }
  return new ApiProblem(response.status, body.code, hint(response, body), body.errors ?? [], body.allowed_actions ?? [], requestId)
}

/** The server's sentence, and where it doesn't say so itself, what to do. */
function hint(response: Response, body: Problem): string {
  const wait = Number(response.headers.get('retry-after'))
  if (response.status === 412) return '内容已被他人更新，请查看最新情况后再提交。'
  if (wait > 0) return `${body.detail}，请在 ${wait} 秒后重试。`
  if (response.status >= 500) return `${body.detail}。如反复出现，请联系管理员。`.replace('。。', '。')
  return body.detail
}

/** A sentence about whatever was thrown. */
export function sentence(error: unknown): string {
  return error instanceof ApiProblem ? error.message : '操作未成功，请重试。'
}
