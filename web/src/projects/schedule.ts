import type { Field } from '@/entries/ledger'

/** What `POST /projects/{id}/schedule` answers. */
export interface Schedule {
  start_on: string
  late_by: number | null
  provisional: boolean
  tracks: { track: string | null; start_on: string; late_by: number | null; provisional: boolean }[]
  nodes: { position: number; name: string; track: string | null; from_on: string; due_on: string; late_by: number | null; provisional: boolean }[]
  written: boolean
}

const UNITS = [
  { key: 'working_day', zh: '工作日' },
  { key: 'calendar_day', zh: '自然日' },
]
const NAME = 100

/** A step as a form asks for it: permits count in working days, building in calendar days. */
export const STEP: Field[] = [
  { name: 'name', heading: '节点', kind: { type: 'line', most: NAME }, required: true },
  { name: 'amount', heading: '所需时间', kind: { type: 'integer', least: 1, most: 999 }, required: true },
  { name: 'unit', heading: '单位', kind: { type: 'word', words: UNITS }, required: true, initial: 'working_day' },
  { name: 'track', heading: '线路', kind: { type: 'line', most: NAME } },
  { name: 'precedes', heading: '须先于节点', kind: { type: 'line', most: NAME } },
  { name: 'department_id', heading: '责任单位', kind: { type: 'department' } },
  { name: 'handler', heading: '责任人', kind: { type: 'line', most: NAME } },
]

export const SCHEDULE: Field[] = [
  { name: 'target_on', heading: '目标日期', kind: { type: 'day' }, required: true },
  { name: 'steps', heading: '步骤', kind: { type: 'records', fields: STEP, most: 100 }, required: true },
]

/** `已晚 3 天`, where it should have begun before today. */
export const lateWord = (days: number | null): string => (days ? `已晚 ${days} 天` : '')
