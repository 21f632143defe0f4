import { useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, ask, type Schemas } from '@/api/client'
import { usePaged } from '@/api/paged'
import { LEDGERS } from '@/words/vocabulary'
import { EVENT } from '@/words/words'

export type Entry = Schemas['AuditOut']

export interface Filter {
  from?: string
  to?: string
  actor_id?: number
  /** A part of the name. */
  actor?: string
  target?: string
  action?: string
}

/** What can be asked for by name; moves of problems are named as on their timelines. */
export const ACTIONS: Record<string, string> = {
  'session.open': '登录',
  'session.refused': '登录被拒绝',
  'session.end': '退出登录',
  'user.create': '新增账号',
  'user.update': '修改账号',
  'user.reset_password': '重置密码',
  'user.change_password': '修改本人密码',
  'park.create': '新增园区',
  'park.update': '修改园区',
  'department.create': '新增承办单位',
  'department.update': '修改承办单位',
  'category.create': '新增类别',
  'category.update': '修改类别',
  'enterprise.create': '新增企业',
  'enterprise.update': '修改企业',
  'time_limit_policy.create': '新增时限',
  'time_limit_policy.change': '修改时限',
  'calendar.publish': '发布日历',
  'outbox.resend': '重发通知',
  'outbox.resend_parked': '重发全部已停发通知',
  'report.issue': '签发周报',
  'report.issue_month': '签发月报',
  'report.close': '封存周报',
  'report_letterhead.update': '修改简报格式',
  'weekly_mail.wish': '设置周报邮件',
  'clock.accept': '确认服务器时间',
  'clock.unchecked': '服务器时间待核对',
  'enterprise.contacts_read': '查看企业联系人',
  'door_report.contact_read': '查看反映人联系方式',
  'problem.export': '导出问题台账',
  'visit.export': '导出走访台账',
  'enterprise.export': '导出企业台账',
  'import.begin': '上传导入文件',
  'import.commit': '确认导入',
  'import.publish': '导入完成',
  'import.discard': '放弃导入',
  'attachment.add': '上传附件',
  'attachment.void': '作废附件',
  'visit.record': '登记走访',
  'visit.edit': '更正走访',
  'visit.void': '作废走访',
  'door.create': '生成直通链接',
  'door.renew': '延长直通链接',
  'door.revoke': '停用直通链接',
  'door.answer': '企业评价',
  'door_report.file': '企业反映问题',
  'door_report.confirm': '确认企业反映',
  'door_report.decline': '不予确认企业反映',
}

export const TARGETS: Record<string, string> = {
  clock: '服务器时间',
  session: '登录',
  user: '账号',
  park: '园区',
  department: '承办单位',
  category: '类别',
  enterprise: '企业',
  time_limit_policy: '时限',
  calendar: '日历',
  mail: '通知',
  outbox: '通知',
  weekly_report: '周报',
  monthly_report: '月报',
  visit: '走访',
  door: '直通链接',
  door_report: '企业反映',
  problem: '问题',
  import: '导入',
  attachment: '附件',
  report_letterhead: '简报格式',
  weekly_mail: '周报邮件',
}

/** A later server may write down what this page has no word for yet. */
const UNKNOWN = '其他操作'

export const targetName = (target: string) => TARGETS[target] ?? LEDGERS[target]?.zh ?? '其他'

export function actionName(action: string): string {
  const [, move] = /^problem\.(.+)$/.exec(action) ?? []
  // Those of problems that are no move, such as an export, have a name of their own.
  if (action in ACTIONS) return ACTIONS[action] ?? ''
  const [, code = '', made = ''] = /^([^.]+)\.(.+)$/.exec(action) ?? []
  const ledger = LEDGERS[code]
  if (ledger) return made === 'export' ? `导出${ledger.zh}` : (ledger.moves[made] ?? UNKNOWN)
  return (move && (EVENT as Record<string, string>)[move]) ?? UNKNOWN
}

export const useAudit = (filter: Ref<Filter>) =>
  usePaged(
    () => ['audit', filter.value],
    (cursor) => ask(api.GET('/api/v1/audit', { params: { query: { ...filter.value, limit: 50, cursor, count: !cursor } } })),
    // Who reads the trail doesn't want it to move.
    false,
  )

/** The actions that the trail holds, whatever this page knows of them. */
export function useAuditActions() {
  const found = useQuery({
    queryKey: ['audit', 'actions'],
    staleTime: 5 * 60_000,
    queryFn: () => ask(api.GET('/api/v1/audit/actions')),
  })
  return computed(() => (found.data.value?.items ?? []).map((value) => ({ value, label: actionName(value) })))
}
