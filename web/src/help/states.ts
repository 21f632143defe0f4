import type { Schemas } from '@/api/client'
import { LIMIT } from '@/words/words'

/** What each state means to those who wait for it. */
export const STATES: Record<Schemas['Status'], string> = {
  reported: '已上报，等待园区或活动办派单。',
  dispatched: '已派单，等待主办单位签收；办理时限自派单起算，未签收也在走。',
  returned: '主办单位认为不属本单位职责，等待活动办裁定。',
  in_progress: '主办单位已签收，正在办理。',
  suspended: '因列明的事由暂停计时，到期自动恢复；仍计入未办结。',
  tracking: '部分解决或计划解决，到下次跟踪日再看，直至解决。',
  resolved: '主办单位已答复，等待回访企业。',
  closed: '回访确认后销号；由答复单位以外的人销号。',
  rejected: '不属受理范围，保留记录和理由，不计入收集。',
  merged: '与同一企业的另一问题合并，不计入收集。',
  withdrawn: '企业撤回或误报，不计入收集。',
}

export const CLOCKS: { name: string; text: string }[] = [
  { name: LIMIT.dispatch, text: '自上报起，到派单止。' },
  { name: LIMIT.accept, text: '自派单起，到主办单位签收止。' },
  { name: LIMIT.return, text: '自派单起，过后不能再退回；裁定不同意退回的，不能二次退回。' },
  { name: LIMIT.first_reply, text: '自派单起，到首次报告进展止。' },
  { name: LIMIT.solve, text: '自派单起，到办结止；超期即以此计。重办另起一轮、另设时限。' },
  { name: LIMIT.support, text: '自派单起，到协办单位回复止，各协办单位分别计算。' },
  { name: LIMIT.follow_up, text: '自办结起，到回访联系上企业止。' },
]

/** What each role is there for, in the order of the work. */
export const ROLES: Record<Schemas['Role'], string> = {
  park_staff: '登记走访、上报问题、派单、回访、销号；可代没有账号的承办单位登记办理情况。',
  department_staff: '签收、报到、报告进展、办结；认为不属本单位的可在时限内退回；可申请延期、挂起。',
  coordinator: '派单、裁定退回、审批延期和挂起、督办、签发周报、月报，维护名录、时限和日历。',
  leader: '查看总览、台账和周报，对问题作批示。',
  admin: '管理账号、名录、时限和日历，查看通知记录；不办理问题。',
  auditor: '只查看审计记录。',
}
