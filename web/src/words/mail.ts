import type { Schemas } from '@/api/client'

/** What a mail tells of; where a move has one outcome, it is named as the move. */
export const MAIL_STATE: Record<Schemas['State'], string> = {
  waiting: '待发送',
  sending: '发送中',
  sent: '已发送',
  parked: '已停发',
}

export const MAIL_KIND: Record<Schemas['Kind'], string> = {
  dispatch: '派单',
  redispatch: '改派',
  add_support: '增加协办',
  return: '退回',
  return_upheld: '同意退回',
  return_refused: '不同意退回',
  request_extension: '申请延期',
  extension_granted: '同意延期',
  extension_refused: '不同意延期',
  request_suspension: '申请挂起',
  suspension_granted: '同意挂起',
  suspension_refused: '不同意挂起',
  resume: '恢复办理',
  resolve: '办结',
  resolve_on_site: '即办',
  track: '转持续跟踪',
  reopen: '重办',
  urge: '督办',
  instruction: '批示',
  escalate: '上报上级',
  transfer_park: '移交园区',
  withdraw: '撤回',
  reject: '不予受理',
  merge: '并单',
  reinstate: '恢复受理',
  door_report: '企业反映问题',
  reminder_yellow: '临期提醒',
  weekly_report: '周报',
  reminder_red: '超期提醒',
}
