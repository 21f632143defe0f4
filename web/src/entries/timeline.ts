import { instant } from '@/words/time'
import { monthWord } from './months'
import type { Entry, EntryEvent } from './entry'
import { moveOf, type Field, type Ledger } from './ledger'
import { firstFields } from './moves'
import { labelOf, said, type Names } from './said'

/** What is said beside the event, and what only a program reads. */
const ELSEWHERE = ['link_id', 'unchanged', 'month', 'position']

/** What an event's data says, a line for each fact; what is told as its text isn't said twice. */
export function factsOf(ledger: Ledger, entry: Entry, event: EntryEvent, names: Names): string[] {
  const fields = bodyFields(ledger, event.kind)
  const lines = fields.flatMap((field) => {
    if (!(field.name in event.data) || ELSEWHERE.includes(field.name)) return []
    const value = event.data[field.name]
    if (value !== null && value === event.text) return []
    // An id of something else: its own page says what it is.
    const isId = field.kind.type === 'integer' && field.name.endsWith('_id')
    if (isId || (event.kind === 'link' && field.kind.type === 'enterprise')) return [`对象：${field.heading}`]
    const text = value === null ? '（已清空）' : words(field, value, entry, names)
    return text ? [`${labelOf(field)}：${text}`] : []
  })
  return [...special(entry, event), ...lines]
}

function bodyFields(ledger: Ledger, kind: string): Field[] {
  if (kind === 'edit' || moveOf(ledger, kind)?.from.length === 0) return firstFields(ledger)
  if (kind === 'report_month') return ledger.months?.figures ?? []
  return moveOf(ledger, kind)?.body ?? []
}

function words(field: Field, value: unknown, entry: Entry, names: Names): string {
  if (field.kind.type === 'enterprise') return value === entry.enterprise_id ? (entry.enterprise_name ?? '') : '已更换'
  if (Array.isArray(value) && value.length === 0) return '（已清空）'
  if (field.name === 'kind' && value === 'related') return ''
  return said(field.kind, value, names)
}

/** Months and milestones are named, not numbered. */
function special(entry: Entry, { kind, data }: EntryEvent): string[] {
  const lines: string[] = []
  if (kind === 'report_month') lines.push(monthWord(String(data.month ?? '').slice(0, 7)))
  if (data.unchanged === true) lines.push('本月无变化')
  if (typeof data.position === 'number') {
    const milestone = entry.milestones?.find((one) => one.position === data.position)
    lines.push(`节点：${milestone?.name ?? `第${data.position}个`}`)
  }
  return lines
}

/** Where an event counts on another day than it was recorded: `发生于…，计入…`. */
export function daysOf({ occurred_on, recorded_at, counted_on }: EntryEvent): string {
  const recorded = instant(recorded_at).slice(0, 10)
  const parts = [occurred_on !== recorded ? `发生于 ${occurred_on}` : '', counted_on !== occurred_on ? `计入 ${counted_on}` : '']
  return parts.filter(Boolean).join('，')
}
