import type { Schemas } from '@/api/client'
import { instant } from '@/words/time'
import type { ClockKind } from './problem'
import { CAUSE, CHANNEL, HEADING, LEVEL, LIMIT, MAIL_KIND, OUTCOME, SATISFACTION, SEVERITY, SOURCE, SUPERVISION, word } from '@/words/words'

type Event = Schemas['EventOut']
interface Names {
  department: (id: number) => string
  park: (id: number) => string
  category: (id: number) => string
}

/** What an event's data says, a line for each fact; what has no words here is left to the text. */
export function factsOf(event: Event, names: Names): string[] {
  const data = event.data as Record<string, unknown>
  if (event.kind === 'edit') return changed(data)
  if (event.kind === 'recompute') return moved(data)
  return Object.entries(data)
    .filter(([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0))
    .flatMap(([key, value]) => SAID[key]?.(value, names) ?? [])
}

type Say = (value: unknown, names: Names) => string | null

const text =
  (label: string): Say =>
  (value) =>
    `${label}：${String(value)}`

const SAID: Record<string, Say> = {
  lead_department_id: (id, names) => `主办：${names.department(Number(id))}`,
  supporting_department_ids: (ids, names) => `协办：${(ids as number[]).map(names.department).join('、')}`,
  department_ids: (ids, names) => `协办：${(ids as number[]).map(names.department).join('、')}`,
  park_id: (id, names) => `园区：${names.park(Number(id))}`,
  from_park_id: (id, names) => `原园区：${names.park(Number(id))}`,
  meet_at: (at) => `请于 ${instant(String(at))} 到场`,
  place: text('地点'),
  due_on: text('限定办结日期'),
  until: text('至'),
  outcome: (value) => `结果：${word(OUTCOME, String(value))}`,
  remaining: text('遗留'),
  next_step: text('下一步'),
  next_on: text('下一步日期'),
  reached: (yes) => (yes ? '已联系上' : '未联系上'),
  solved: (yes) => (yes ? '企业认为已解决' : '企业认为未解决'),
  satisfaction: (value) => word(SATISFACTION, Number(value)),
  channel: (value) => `方式：${word(CHANNEL, String(value))}`,
  who: text('到场'),
  on: text('到场日期'),
  name: text(HEADING.handler),
  upheld: (yes) => (yes ? MAIL_KIND.return_upheld : MAIL_KIND.return_refused),
  granted: (yes) => (yes ? '同意' : '不同意'),
  final: (yes) => (yes ? '不得退回' : null),
  cause: (value) => `原因：${word(CAUSE, String(value))}`,
  kind: (value) => word(SUPERVISION, String(value)),
  by: text('批示领导'),
  reply_by: text('要求回复'),
  level: (value) => `${HEADING.level}：${word(LEVEL, String(value))}`,
  body: text('上报单位'),
  reference: text('文号'),
  told_by: text('由其告知企业'),
  source: (value) => `${HEADING.source}：${word(SOURCE, String(value))}`,
  confidential: (yes) => (yes ? '保密诉求' : null),
}

const FIELDS: Record<string, string> = {
  title: '标题',
  description: '描述',
  category_id: HEADING.category,
  severity: HEADING.severity,
  level: HEADING.level,
  source: HEADING.source,
  enterprise_id: '企业',
  site_name: '项目现场',
  source_reference: '来源编号',
  source_due_on: '要求日期',
  confidential: HEADING.confidential,
}

/** Before and after of a correction; an id says only that it was changed. */
function changed(data: Record<string, unknown>): string[] {
  const words: Record<string, string> = { ...SEVERITY, ...LEVEL, ...SOURCE }
  const show = (one: unknown) => (one == null || one === '' ? '无' : typeof one === 'boolean' ? (one ? '是' : '否') : (words[String(one)] ?? String(one)))
  return Object.entries(data as Record<string, { from?: unknown; to?: unknown }>).map(([field, { from, to }]) =>
    field.endsWith('_id') ? `${FIELDS[field] ?? field}已更正` : `${FIELDS[field] ?? field}：${show(from)} → ${show(to)}`,
  )
}

/** The limits that a new notice moved. */
function moved(data: Record<string, unknown>): string[] {
  const limits = (data.limits ?? []) as { clock: ClockKind; from_due_on: string; to_due_on: string }[]
  return limits.map((limit) => `${LIMIT[limit.clock]}：${limit.from_due_on} → ${limit.to_due_on}`)
}
