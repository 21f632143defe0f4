import type { Schemas } from '@/api/client'
import type { ApiProblem } from '@/api/problem'

/** 未提交: being written. 待发送: handed in, waiting for the connection. 已送达: the server has it. */
export type DraftState = 'editing' | 'waiting' | 'delivered'

export const DRAFT_STATE: Record<DraftState, string> = {
  editing: '未提交',
  waiting: '待发送',
  delivered: '已送达',
}

export type DraftKind = 'report' | 'visit'

export const DRAFT_KIND: Record<DraftKind, string> = { report: '问题', visit: '走访' }

/** Why the server refused it, kept with what was typed. */
export interface Fault {
  sentence: string
  fields: Schemas['FieldProblem'][]
}

export interface Draft<Form = unknown> {
  /** Made here and sent as `Idempotency-Key`: the server files it once, however often it comes. */
  id: string
  kind: DraftKind
  state: DraftState
  /** What a list calls it. */
  title: string
  /** What stands in the form. */
  form: Form
  /** What is sent; from the first attempt on it stays the same to the letter. */
  body: unknown
  /** By this device's clock, in milliseconds. */
  firstTriedAt: number | null
  changedAt: string
  fault: Fault | null
  delivered: Delivered | null
}

export interface Delivered {
  path: string
  label: string
}

/** What an answer means for a draft. */
export function isRefusal(problem: ApiProblem): boolean {
  // Lost connections, busy servers, proxies without one behind, and a twin still on its way, a 503, pass.
  return problem.status >= 400 && problem.status < 500 && ![401, 408, 429].includes(problem.status) && problem.code !== 'unreadable'
}

export const faultOf = (problem: ApiProblem): Fault => ({ sentence: problem.message, fields: problem.fields })
