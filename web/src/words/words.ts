import type { Schemas } from '@/api/client'
import { ACTION, COLUMNS } from './vocabulary'

/** What the page calls the words of the API: those of the server, and here those that the page alone says. */
export * from './vocabulary'

/** What ticking 保密 means. */
export const CONFIDENTIAL = '承办单位看不到是哪家企业；标题、描述中请勿出现企业名称。'

export const LIGHT: Record<Schemas['Light'], string> = { green: '正常', yellow: '临期', red: '超期' }

/** Red, by what was to be done: 超期 is the limit to solve it, and no other. */
export const LATE: Record<keyof Schemas['ClocksOut'], string> = {
  dispatch: '派单逾期',
  accept: '签收逾期',
  return: '已过退回期限',
  first_reply: '回复逾期',
  solve: '超期',
  support: '协办逾期',
  follow_up: '回访逾期',
}

/** Events are named as their actions; `recompute` is the system's. */
export const EVENT: Record<Schemas['Action'] | 'recompute', string> = { ...ACTION, recompute: '时限重算' }

export type Heading = keyof typeof COLUMNS.problems

/** What the columns of a problem are called, in a file and elsewhere. */
export const HEADING = Object.fromEntries(
  Object.entries(COLUMNS.problems).map(([key, { heading }]) => [key, heading]),
) as Record<Heading, string>

/** A word of the API that this page may not know yet is shown as it is. */
export function word(words: Record<string | number, string>, key: string | number | null | undefined): string {
  return key == null ? '—' : (words[key] ?? String(key))
}

/** For selects. */
export function options<K extends string>(words: Record<K, string>): { value: K; label: string }[] {
  return (Object.keys(words) as K[]).map((value) => ({ value, label: words[value] }))
}
