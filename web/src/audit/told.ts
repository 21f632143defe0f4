import type { useNames } from '@/directory/names'
import { atServer } from '@/session/today'
import { instant } from '@/words/time'
import {
  COUNT,
  DEPARTMENT_KIND,
  HEADING,
  IMPORT_KIND,
  LEVEL,
  LIGHT,
  MAIL_STATE,
  OPERATING,
  OUTCOME,
  PARK_KIND,
  ROLE,
  SEVERITY,
  SOURCE,
  STATUS,
  word,
} from '@/words/words'
import { LEDGERS } from '@/words/vocabulary'
import { periodWord } from '@/words/weeks'

type Names = Pick<ReturnType<typeof useNames>, 'park' | 'department' | 'category'>

/** One value of what was written down, in words. */
export interface Told {
  label: string
  text: string
}

/** What the values are called; those that say nothing to a reader are null. */
const LABELS: Record<string, string | null> = {
  event_id: null,
  version: null,
  file_hash: null,
  number: HEADING.number,
  status: HEADING.status,
  name: '名称',
  code: '代码',
  kind: '类型',
  username: '账号',
  display_name: '姓名',
  role: '身份',
  park_id: HEADING.park,
  department_id: '承办单位',
  category_id: HEADING.category,
  parent_id: '上级类别',
  enterprise_id: '企业序号',
  active: '是否启用',
  credit_code: HEADING.credit_code,
  operating_status: '生产经营状态',
  peer_group: '同类分组',
  week: '周次',
  locked_until: '锁定至',
  because: '原因',
  recipient: '收件地址',
  was: '原状态',
  mails: '封数',
  newest: '最近一次记录',
  now: '服务器时间',
  expires_on: '有效期至',
  wanted: '是否接收周报邮件',
  hour: '发送时间（时）',
  mode: '导入方式',
  file_name: '文件名',
  rows: '条数',
  asked: '筛选条件',
  new: '新增',
  same: '相同',
  different: '有差异',
  wrong: '有误',
  visited_on: '走访日期',
  site_name: '项目现场',
  participants: '走访人员',
  summary: '走访情况',
  title: '标题',
  description: '描述',
  reason: '原因',
  format: '文件格式',
  columns: '导出的列',
  severity: HEADING.severity,
  level: HEADING.level,
  source: HEADING.source,
  outcome: HEADING.outcome,
  light: '时限状态',
  overdue: '只看超期',
  supervised: '只看督办、批示',
  confidential: HEADING.confidential,
  mine: '只看我的',
  reported_from: '上报日期起',
  reported_to: '上报日期止',
  due_from: '办结时限起',
  due_to: '办结时限止',
  from: '起始日期',
  to: '截止日期',
  as_of: '统计日',
  count_of: '统计口径',
  month: '月份',
  q: '关键词',
  sort: null,
  organisation: '单位',
  issuer: '编发单位',
  ledgers: '台账专栏',
  copies: '印数',
}

const REASONS: Record<string, string> = { refresh_token_reused: '登录凭证被重复使用，已强制退出' }
const MODES: Record<string, string> = { all_or_nothing: '全部正确才导入', good_rows: '只导入正确的行' }

/** The states of all ledgers: their codes mean the same wherever two share one. */
const ENTRY_STATUS = Object.assign({}, ...Object.values(LEDGERS).map((one) => one.statuses)) as Record<string, string>

const WORDS: Record<string, (value: string) => string> = {
  status: (value) => word({ ...ENTRY_STATUS, ...STATUS }, value),
  ledgers: (value) => value.split(',').map((one) => LEDGERS[one]?.zh ?? one).join('、'),
  role: (value) => word(ROLE, value),
  operating_status: (value) => word(OPERATING, value),
  was: (value) => word(MAIL_STATE, value),
  kind: (value) => word({ ...PARK_KIND, ...DEPARTMENT_KIND, ...IMPORT_KIND }, value),
  severity: (value) => word(SEVERITY, value),
  level: (value) => word(LEVEL, value),
  source: (value) => word(SOURCE, value),
  outcome: (value) => word(OUTCOME, value),
  light: (value) => word(LIGHT, value),
  format: (value) => word({ xlsx: '电子表格', csv: '文本表格' }, value),
  columns: (value) => value.split(',').map((one) => word(HEADING, one)).join('、'),
  count_of: (value) => word(COUNT, value.replace(/^period\./, '')),
  month: periodWord,
  because: (value) => word(REASONS, value),
  mode: (value) => word(MODES, value),
  week: periodWord,
  locked_until: localInstant,
  newest: localInstant,
  now: localInstant,
}

/** An instant that was written down in UTC, as the server's clock on the wall had it. */
export function localInstant(value: string): string {
  const at = Date.parse(value)
  return Number.isNaN(at) ? value : instant(atServer(at))
}

/** What an entry of the trail says beside who did what to whom. */
export function told(data: unknown, names: Names): Told[] {
  if (!isPlain(data)) return data == null ? [] : [{ label: '内容', text: textOf('', data, names) }]
  const { before, after, ...rest } = data
  const plain = Object.entries(rest).flatMap(([key, value]) => line(key, value, names))
  return [...plain, ...changes(before, after, names)]
}

/** Null for what says nothing to a reader. */
const labelOf = (key: string) => (key in LABELS ? LABELS[key] : '其他')

function line(key: string, value: unknown, names: Names): Told[] {
  const label = labelOf(key)
  const text = label ? textOf(key, value, names) : ''
  return label && text ? [{ label, text }] : []
}

/** Of a change only what became another. */
function changes(before: unknown, after: unknown, names: Names): Told[] {
  if (!isPlain(after)) return []
  const was = isPlain(before) ? before : {}
  return Object.keys({ ...was, ...after })
    .filter((key) => JSON.stringify(was[key]) !== JSON.stringify(after[key]))
    .flatMap((key) => {
      const label = labelOf(key)
      if (!label) return []
      return [{ label, text: `${textOf(key, was[key], names) || '无'} → ${textOf(key, after[key], names) || '无'}` }]
    })
}

function textOf(key: string, value: unknown, names: Names): string {
  if (value == null || value === '') return ''
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (Array.isArray(value)) return value.map((one) => textOf(key, one, names)).filter(Boolean).join('、')
  if (isPlain(value)) return Object.entries(value).flatMap(([inner, one]) => line(inner, one, names)).map((one) => `${one.label} ${one.text}`).join('，')
  if (value === 'true' || value === 'false') return value === 'true' ? '是' : '否'
  if (key === 'park_id') return names.park(Number(value))
  if (key === 'department_id') return names.department(Number(value))
  if (key === 'category_id' || key === 'parent_id') return names.category(Number(value))
  return WORDS[key]?.(String(value)) ?? String(value)
}

const isPlain = (one: unknown): one is Record<string, unknown> => typeof one === 'object' && one !== null && !Array.isArray(one)
