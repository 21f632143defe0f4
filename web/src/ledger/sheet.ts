/** The columns of the ledger as a file, in their order; the server's table says what stands in them. */
export const SHEET = [
  { key: 'number', title: '编号' },
  { key: 'park', title: '园区' },
  { key: 'enterprise', title: '企业名称' },
  { key: 'credit_code', title: '统一社会信用代码' },
  { key: 'title', title: '问题标题' },
  { key: 'description', title: '问题描述' },
  { key: 'category', title: '类别' },
  { key: 'source', title: '来源' },
  { key: 'severity', title: '严重程度' },
  { key: 'level', title: '级别' },
  { key: 'confidential', title: '保密' },
  { key: 'raised_on', title: '提出日期' },
  { key: 'lead', title: '主办单位' },
  { key: 'supporting', title: '协办单位' },
  { key: 'leader', title: '责任领导' },
  { key: 'handler', title: '责任人' },
  { key: 'phone', title: '联系电话' },
  { key: 'dispatched_on', title: '交办日期' },
  { key: 'accepted_on', title: '签收日期' },
  { key: 'due_on', title: '办结时限' },
  { key: 'extensions', title: '延期次数' },
  { key: 'resolved_on', title: '办结日期' },
  { key: 'outcome', title: '办理结果' },
  { key: 'resolution', title: '办理情况' },
  { key: 'remaining', title: '未解决原因' },
  { key: 'next_step', title: '下一步' },
  { key: 'followed_up_on', title: '回访日期' },
  { key: 'satisfaction', title: '满意度' },
  { key: 'closed_on', title: '销号日期' },
  { key: 'note', title: '备注' },
  { key: 'status', title: '状态' },
  { key: 'light', title: '亮灯' },
  { key: 'days_late', title: '超期天数' },
  { key: 'returned', title: '退回次数' },
  { key: 'reopened', title: '重办次数' },
  { key: 'supervised', title: '督办次数' },
] as const

export type SheetKey = (typeof SHEET)[number]['key']

/** What fits on a page of paper. */
export const PAPER: SheetKey[] = [
  'number',
  'enterprise',
  'title',
  'lead',
  'handler',
  'raised_on',
  'due_on',
  'outcome',
  'resolution',
  'status',
  'light',
  'note',
]

export interface Wanted {
  format: 'xlsx' | 'csv'
  columns: SheetKey[]
}

const KEYS = SHEET.map((column) => column.key)

/** What was wanted the last time on this device; at first everything, as Excel. */
export function readWanted(kept: unknown): Wanted {
  const { format, columns } = (kept ?? {}) as Partial<Wanted>
  return {
    format: format === 'csv' ? 'csv' : 'xlsx',
    columns: Array.isArray(columns) ? KEYS.filter((key) => columns.includes(key)) : KEYS,
  }
}

/** For the API, which gives all columns where none are named. */
export function columnsParameter(columns: SheetKey[]): string | undefined {
  return columns.length === KEYS.length ? undefined : KEYS.filter((key) => columns.includes(key)).join(',')
}
