import type { Schemas } from '@/api/client'

/** What the page calls the words of the API. What may be done when is the server's to say. */
type Words<K extends string> = Record<K, string>

export const STATUS: Words<Schemas['Status']> = {
  reported: '待派单',
  dispatched: '待签收',
  returned: '退回待裁定',
  in_progress: '办理中',
  suspended: '挂起',
  tracking: '持续跟踪',
  resolved: '待回访',
  closed: '已销号',
  rejected: '不予受理',
  merged: '已并单',
  withdrawn: '已撤回',
}

export const OUTCOME: Words<Schemas['Outcome']> = {
  solved: '已解决',
  partly_solved: '部分解决',
  planned: '计划解决',
  explained: '解释疏导',
}

export const SEVERITY: Words<Schemas['Severity']> = {
  ordinary: '一般',
  major: '重大复杂',
  urgent: '紧急',
}

export const LEVEL: Words<Schemas['Level']> = { district: '县区级', city: '市级', province: '省级' }

export const SOURCE: Words<Schemas['Source']> = {
  visit: '走访',
  enterprise: '企业反映',
  superior: '上级交办',
  hotline: '热线',
  meeting: '会议',
  self_check: '自查',
  other: '其他',
}

/** What ticking 保密 means. */
export const CONFIDENTIAL = '承办单位看不到是哪家企业；标题、描述中请勿出现企业名称。'

export const LIGHT: Words<Schemas['Light']> = { green: '正常', yellow: '临期', red: '超期' }

export const ROLE: Words<Schemas['Role']> = {
  admin: '系统管理员',
  coordinator: '活动办',
  park_staff: '园区工作人员',
  department_staff: '承办单位',
  leader: '领导',
  auditor: '安全审计员',
}

export const CAUSE: Words<Schemas['SuspensionCause']> = {
  third_party: '等待第三方',
  litigation: '涉诉涉仲裁',
  higher_level: '等待上级决定',
  season: '受季节限制',
  enterprise: '等待企业配合',
}

export const CHANNEL: Words<Schemas['FollowUpChannel']> = {
  phone: '电话',
  visit: '上门',
  link: '链接',
  other: '其他',
}

export const SATISFACTION: Record<number, string> = {
  5: '非常满意',
  4: '满意',
  3: '基本满意',
  2: '不满意',
  1: '非常不满意',
}

export const REQUEST: Words<Schemas['RequestKind']> = { return: '退回', extension: '延期', suspension: '挂起' }

export const SUPERVISION: Words<Schemas['SupervisionKind']> = { urge: '督办', instruction: '批示' }

export const ASSIGNMENT: Words<Schemas['AssignmentRole']> = { lead: '主办', supporting: '协办' }

export const PARK_KIND: Words<Schemas['ParkKind']> = { park: '园区', town: '乡镇', subdistrict: '街道' }

export const DEPARTMENT_KIND: Words<Schemas['DepartmentKind']> = {
  government: '政府部门',
  utility: '公用企业',
  bank: '银行',
  other: '其他单位',
}

export const ENTERPRISE_SIZE: Words<Schemas['EnterpriseSize']> = {
  large: '大型',
  medium: '中型',
  small: '小型',
  micro: '微型',
}

export const OPERATING: Words<Schemas['OperatingStatus']> = {
  running: '正常生产',
  reduced: '减产',
  semi_halted: '半停产',
  halted: '停产',
  preparing: '筹建',
  closed: '关停',
}

export const UNIT: Words<Schemas['Unit']> = {
  working_day: '个工作日',
  calendar_day: '个自然日',
  month: '个月',
  hour: '小时',
}

export const CLOCK: Words<keyof Schemas['ClocksOut']> = {
  dispatch: '派单时限',
  accept: '签收时限',
  return: '可退回至',
  first_reply: '首次回复时限',
  solve: '办结时限',
  support: '协办回复时限',
  follow_up: '回访时限',
}

/** Events are named as their actions; `recompute` is the system's. */
export const EVENT: Words<Schemas['Action'] | 'recompute'> = {
  report: '上报问题',
  edit: '更正',
  dispatch: '派单',
  redispatch: '改派',
  add_support: '增加协办',
  accept: '签收',
  on_site: '报到',
  assign_handler: '指定承办人',
  return: '退回',
  decide_return: '裁定退回',
  progress: '报告进展',
  reply: '协办回复',
  request_extension: '申请延期',
  decide_extension: '审批延期',
  request_suspension: '申请挂起',
  decide_suspension: '审批挂起',
  resume: '恢复办理',
  resolve: '办结',
  resolve_on_site: '即办',
  follow_up: '回访',
  track: '转持续跟踪',
  close: '销号',
  reopen: '重办',
  supervise: '督办',
  escalate: '上报上级',
  transfer_park: '移交园区',
  withdraw: '撤回',
  reject: '不予受理',
  merge: '并单',
  reinstate: '恢复受理',
  comment: '留言',
  recompute: '时限重算',
}

/** A word of the API that this page may not know yet is shown as it is. */
export function word(words: Record<string | number, string>, key: string | number | null | undefined): string {
  return key == null ? '—' : (words[key] ?? String(key))
}

/** For selects. */
export function options<K extends string>(words: Words<K>): { value: K; label: string }[] {
  return (Object.keys(words) as K[]).map((value) => ({ value, label: words[value] }))
}
