// Printed by `zhuqi words`; `make types` writes it anew after src/vocabulary changed.
import type { Schemas } from '@/api/client'

export const STATUS: Record<Schemas['Status'], string> = {
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

export const ACTION: Record<Schemas['Action'], string> = {
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
}

export const OUTCOME: Record<Schemas['Outcome'], string> = {
  solved: '已解决',
  partly_solved: '部分解决',
  planned: '计划解决',
  explained: '解释疏导',
}

export const SEVERITY: Record<Schemas['Severity'], string> = {
  ordinary: '一般',
  major: '重大复杂',
  urgent: '紧急',
}

export const LEVEL: Record<Schemas['Level'], string> = {
  district: '县区级',
  city: '市级',
  province: '省级',
}

export const SOURCE: Record<Schemas['Source'], string> = {
  visit: '走访',
  enterprise: '企业反映',
  superior: '上级交办',
  hotline: '热线',
  meeting: '会议',
  self_check: '自查',
  other: '其他',
}

export const SATISFACTION: Record<number, string> = {
  5: '非常满意',
  4: '满意',
  3: '基本满意',
  2: '不满意',
  1: '非常不满意',
}

export const CAUSE: Record<Schemas['SuspensionCause'], string> = {
  third_party: '等待第三方',
  litigation: '涉诉涉仲裁',
  higher_level: '等待上级决定',
  season: '受季节限制',
  enterprise: '等待企业配合',
}

export const CHANNEL: Record<Schemas['FollowUpChannel'], string> = {
  phone: '电话',
  visit: '上门',
  link: '链接',
  other: '其他',
}

export const REQUEST: Record<Schemas['RequestKind'], string> = {
  return: '退回',
  extension: '延期',
  suspension: '挂起',
}

export const SUPERVISION: Record<Schemas['SupervisionKind'], string> = {
  urge: '督办',
  instruction: '批示',
}

export const ASSIGNMENT: Record<Schemas['AssignmentRole'], string> = {
  lead: '主办',
  supporting: '协办',
}

export const CLOCK: Record<Schemas['ClockKind'], string> = {
  dispatch: '派单',
  accept: '签收',
  return: '可退回',
  first_reply: '首次回复',
  solve: '办结',
  support: '协办回复',
  follow_up: '回访',
}

export const LIMIT: Record<Schemas['ClockKind'], string> = {
  dispatch: '派单时限',
  accept: '签收时限',
  return: '可退回至',
  first_reply: '首次回复时限',
  solve: '办结时限',
  support: '协办回复时限',
  follow_up: '回访时限',
}

export const UNIT: Record<Schemas['Unit'], string> = {
  working_day: '个工作日',
  calendar_day: '个自然日',
  month: '个月',
  hour: '小时',
}

export const ROLE: Record<Schemas['Role'], string> = {
  admin: '系统管理员',
  coordinator: '活动办',
  park_staff: '园区工作人员',
  department_staff: '承办单位',
  leader: '领导',
  auditor: '安全审计员',
}

export const PARK_KIND: Record<Schemas['ParkKind'], string> = {
  park: '园区',
  town: '乡镇',
  subdistrict: '街道',
}

export const DEPARTMENT_KIND: Record<Schemas['DepartmentKind'], string> = {
  government: '政府部门',
  utility: '公用企业',
  bank: '银行',
  other: '其他单位',
}

export const ENTERPRISE_SIZE: Record<Schemas['EnterpriseSize'], string> = {
  large: '大型',
  medium: '中型',
  small: '小型',
  micro: '微型',
}

export const OPERATING: Record<Schemas['OperatingStatus'], string> = {
  running: '正常生产',
  reduced: '减产',
  semi_halted: '半停产',
  halted: '停产',
  preparing: '筹建',
  closed: '关停',
}

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
  reminder_red: '超期提醒',
  entry_move: '台账事项',
  weekly_report: '周报',
}

export const IMPORT_KIND = {
  enterprises: '企业',
  visits: '走访',
  problems: '问题',
}

export const LEDGER = {
  enterprises: '企业台账',
  visits: '走访台账',
  problems: '问题台账',
}

export const MONEY_UNIT: Record<NonNullable<Schemas['ImportOut']['unit']>, string> = {
  yuan: '元',
  wan_yuan: '万元',
  yi_yuan: '亿元',
}

export const IMPORT_STATE: Record<Schemas['ImportOut']['state'], string> = {
  reading: '排队中',
  checking: '核对中',
  ready: '待确认',
  writing: '导入中',
  done: '已导入',
  failed: '未导入',
}

export const COUNT = {
  collected: '收集问题',
  solved: '解决',
  confirmed: '回访确认解决',
  resolved: '办结',
  closed: '销号',
  outstanding: '未办结',
  tracking: '持续跟踪',
  suspended: '挂起',
  overdue: '超期',
  returned: '退回',
  extended: '延期',
  reopened: '重办',
  supervised: '督办、批示',
  rejected: '不予受理',
  merged: '并单',
  withdrawn: '撤回',
  returned_events: '退回（次数）',
  extended_events: '延期（次数）',
  reopened_events: '重办（次数）',
  supervised_events: '督办、批示（次数）',
  followed_up: '已回访',
  satisfied: '满意',
  answered: '已作评价',
  resolved_rounds: '办结（轮次）',
  carried_in: '期初未办结',
  reported: '新报',
  put_back: '重新办理',
  settled: '办结',
  excluded: '剔除',
  carried_out: '期末未办结',
  due: '应办结',
  on_time: '按时办结',
  on_time_original: '按原时限办结',
  accept_due: '应签收',
  accept_on_time: '按时签收',
  late_entries: '补录',
}

export const RATE: Record<keyof Schemas['Rates'], string> = {
  solve: '解决率',
  resolve: '办结率',
  on_time: '按时办结率',
  on_time_original: '按原时限办结率',
  accept_on_time: '签收及时率',
  follow_up: '回访率',
  satisfaction: '满意率',
}

export const SECTION: Record<Schemas['Section'], string> = {
  overall: '总体情况',
  charts: '走势与超期',
  parks: '各园区情况',
  departments: '各承办单位情况',
  categories: '各类别情况',
  levels: '各解决层级情况',
  superior: '上级交办',
  overdue: '超期问题',
  supervised: '督办问题',
  tracking: '持续跟踪问题',
  settled: '办结',
  corrections: '补录、核减与剔除',
}

export const NEGATIVE_KIND: Record<Schemas['NegativeKind'], string> = {
  energy: '高耗能',
  emission: '高排放',
  hazard: '高危',
}

export const TO_CHECK: Record<Schemas['ToCheck'], string> = {
  product: '是否生产所列产品',
  energy: '年综合能耗',
  industry: '所属行业小类',
}

export const SEARCH_KIND: Record<Schemas['SearchKind'], string> = {
  problem: '问题',
  enterprise: '企业',
}

export const SEARCH_FIELD: Record<Schemas['SearchField'], string> = {
  number: '编号',
  title: '标题',
  name: '名称',
  enterprise: '企业名称',
  site: '项目现场',
  source_reference: '来源文号',
  description: '问题描述',
  resolution: '办理结果',
  credit_code: '信用代码',
  initials: '拼音首字母',
  industry: '行业',
  tags: '标签',
}

export const PRESET = {
  '13710_working_days': '“13710”工作机制，按工作日计',
  '13710': '焦作市“13710”工作机制（2021年），按自然日计',
  'quanzhou_2022': '泉州市（2022年）',
}

export const FAULT = {
  session_over: '登录已失效，请重新登录',
  credit_code: '统一社会信用代码为18位数字或大写字母（不含I、O、S、V、Z）',
  credit_code_check: '统一社会信用代码校验位不正确，请核对',
}

/** How many characters a text may have. */
export const BOUND = {
  line: 200,
  text: 2000,
  description: 10000,
  name: 100,
  username: 64,
  phone: 30,
  email: 254,
  letterhead: 60,
  report_number: 40,
}

/** What the words and numbers mean, told of any period. */
export const DEFINITIONS = [
  { name: '累计', text: '截至本期末（草稿为截至当日）的数，同一问题只计一次。' },
  { name: '本期', text: '本期末符合、上期末不符合的数；收集问题为本期上报且期末未被剔除的问题。' },
  { name: '走访', text: '走访的次数，几人同去仍计一次，已作废的不计；走访企业为走访到的不同企业家数，各组之和可大于合计。' },
  { name: '收集问题', text: '已上报且未被剔除（不予受理、并单、撤回）的问题。' },
  { name: '解决', text: '已办结、最后一轮结果为“已解决”、其后回访未予否定的问题。' },
  { name: '办结', text: '已答复待回访或已销号的问题；未办结为其余未被剔除的问题。' },
  { name: '超期', text: '未办结且办理时限早于统计日的问题。' },
  { name: '退回、延期、重办、督办', text: '至少发生过一次的问题；按承办单位统计时，退回、延期计入首次退回、首次获准延期的单位。' },
  { name: '平衡', text: '期初未办结＋本期新报＋重新办理＝本期办结＋本期剔除＋期末未办结。' },
  { name: '解决率', text: '分子为解决的问题，分母为收集的问题。' },
  { name: '办结率', text: '分子为办结的问题，分母为收集的问题。' },
  { name: '按时办结率', text: '分母为应办结的轮次：时限在本期内且已过，或在本期内办结；分子为其中在现行时限内办结且未被重办的轮次。' },
  { name: '按原时限办结率', text: '分母同上；分子为其中在最初时限内办结且未被重办的轮次。' },
  { name: '签收及时率', text: '分母为签收时限在本期内且已过、或在本期内签收的轮次；分子为其中按时签收的轮次。' },
  { name: '回访率', text: '分母为办结的轮次，分子为其中回访联系到企业的轮次。' },
  { name: '满意率', text: '分母为企业作出评价的轮次，分子为其中最后一次评价为基本满意及以上的轮次。' },
  { name: '轮次', text: '问题每重办一次增加一轮，各轮分别计算，前一轮的结果保留。' },
  { name: '承办单位', text: '按统计日的主办单位归属，办结的归最后的主办单位；未派单和现场办结的单列；协办单独列示，不计入主办。' },
  { name: '办理用时', text: '自上报次日起至办结当日的工作日数；转入持续跟踪后再次办结的，算至再次办结当日。' },
  { name: '剔除', text: '本期内由在办转为不予受理、并单、撤回的问题，不再计入收集问题。' },
  { name: '补录', text: '发生在已封存的周、在本期登记的事项，计入本期。' },
  { name: '核减', text: '本期对以前各期数字的更正：作废的走访，重新办理、剔除、恢复受理或回访否定的问题。' },
  { name: '—', text: '分母为零，不计算比率。' },
]

/** The columns of files, each with the first of its synonyms. */
export const COLUMNS = {
  problems: {
    number: { heading: '编号', synonyms: ['问题编号', '台账编号', '工单号', '工单编号'] },
    park: { heading: '园区', synonyms: ['所属园区', '乡镇', '街道', '乡镇街道'] },
    enterprise: { heading: '企业名称', synonyms: ['单位名称', '企业', '项目名称', '企业或项目'] },
    credit_code: { heading: '统一社会信用代码', synonyms: ['信用代码', '社会信用代码', '统一信用代码', '机构代码'] },
    title: { heading: '问题标题', synonyms: ['标题', '问题', '问题名称', '问题摘要'] },
    description: { heading: '问题描述', synonyms: ['问题内容', '具体问题', '问题详情', '诉求内容'] },
    category: { heading: '类别', synonyms: ['问题类别', '问题类型', '类型', '问题分类'] },
    source: { heading: '来源', synonyms: ['问题来源', '收集渠道', '渠道', '反映渠道'] },
    severity: { heading: '严重程度', synonyms: ['紧急程度', '程度', '缓急程度', '问题性质'] },
    level: { heading: '解决层级', synonyms: ['级别', '问题级别', '层级', '办理层级'] },
    confidential: { heading: '保密', synonyms: ['是否保密', '企业要求保密'] },
    raised_on: { heading: '提出日期', synonyms: ['收集时间', '收集日期', '提出时间', '反映时间'] },
    lead: { heading: '主办单位', synonyms: ['牵头部门', '责任单位', '承办单位', '主办部门'] },
    supporting: { heading: '协办单位', synonyms: ['配合单位', '协办部门', '配合部门', '协同单位'] },
    leader: { heading: '责任领导', synonyms: ['分管领导', '包保领导', '牵头领导', '责任县级领导'] },
    handler: { heading: '承办人', synonyms: ['责任人', '经办人', '具体责任人', '办理人'] },
    phone: { heading: '联系电话', synonyms: ['电话', '联系方式', '责任人电话', '手机号'] },
    dispatched_on: { heading: '交办日期', synonyms: ['交办时间', '派单日期', '派单时间', '转办日期'] },
    accepted_on: { heading: '签收日期', synonyms: ['签收时间', '接单日期', '接单时间'] },
    due_on: { heading: '办结时限', synonyms: ['完成时限', '办理时限', '解决时限', '时限'] },
    extensions: { heading: '延期次数', synonyms: ['延期', '延期申请次数'] },
    resolved_on: { heading: '办结日期', synonyms: ['办结时间', '完成时间', '完成日期', '解决时间'] },
    outcome: { heading: '办理结果', synonyms: ['是否解决', '解决情况', '解决状态', '办结情况'] },
    resolution: { heading: '办理情况', synonyms: ['办理进展', '解决措施', '进展情况', '处理情况'] },
    remaining: { heading: '未解决原因', synonyms: ['未办结原因', '未完成原因', '存在困难', '未解决的原因'] },
    next_step: { heading: '下一步', synonyms: ['下一步打算', '下一步措施', '下步措施', '下一步工作'] },
    followed_up_on: { heading: '回访日期', synonyms: ['回访时间'] },
    satisfaction: { heading: '满意度', synonyms: ['企业满意度', '是否满意', '满意情况', '企业评价'] },
    closed_on: { heading: '销号日期', synonyms: ['销号时间'] },
    note: { heading: '备注', synonyms: ['说明', '备注说明'] },
    status: { heading: '状态', synonyms: ['当前状态', '办理状态'] },
    light: { heading: '亮灯', synonyms: ['灯', '亮灯情况'] },
    days_late: { heading: '超期天数', synonyms: ['逾期天数'] },
    returned: { heading: '退回次数', synonyms: [] },
    reopened: { heading: '重办次数', synonyms: [] },
    supervised: { heading: '督办次数', synonyms: [] },
  },
  visits: {
    visited_on: { heading: '走访日期', synonyms: ['走访时间', '日期', '时间', '入企日期'] },
    park: { heading: '园区', synonyms: ['所属园区', '乡镇', '街道', '乡镇街道'] },
    place: { heading: '企业或项目', synonyms: ['企业名称', '企业', '单位名称', '走访企业'] },
    participants: { heading: '走访人员', synonyms: ['走访人', '参加人员', '走访干部', '工作人员'] },
    summary: { heading: '走访情况', synonyms: ['走访内容', '情况', '情况说明', '走访记录'] },
  },
  enterprises: {
    name: { heading: '企业名称', synonyms: ['单位名称', '企业', '公司名称', '市场主体'] },
    credit_code: { heading: '统一社会信用代码', synonyms: ['信用代码', '社会信用代码', '统一信用代码', '机构代码'] },
    park: { heading: '园区', synonyms: ['所属园区', '乡镇', '街道', '乡镇街道'] },
    industry: { heading: '行业', synonyms: ['所属行业', '行业类别', '主营业务', '主导产业'] },
    size: { heading: '企业规模', synonyms: ['规模', '规模类型', '划型'] },
    tags: { heading: '标签', synonyms: ['企业标签', '企业类型', '资质'] },
    operating_status: { heading: '生产经营状态', synonyms: ['经营状态', '生产状态', '运行状态', '企业状态'] },
    operating_status_since: { heading: '状态起始日期', synonyms: ['状态日期', '停产日期', '自何时起'] },
    assisting_leader: { heading: '包联领导', synonyms: ['包保领导', '联系领导', '帮扶领导', '包联县级领导'] },
    liaison: { heading: '首席服务员', synonyms: ['服务员', '联络员', '包联人', '包联干部'] },
    contact: { heading: '联系人', synonyms: ['企业联系人', '联系人姓名', '法定代表人', '负责人'] },
    contact_position: { heading: '联系人职务', synonyms: ['职务'] },
    contact_phone: { heading: '联系电话', synonyms: ['电话', '联系方式', '手机', '手机号'] },
    contact_email: { heading: '电子邮箱', synonyms: ['邮箱', '联系人邮箱'] },
  },
}

/** The ledgers by their codes, and what their moves and states are called. */
export const LEDGERS: Record<string, Record<'moves' | 'statuses', Record<string, string>> & { zh: string }> = {
  projects: {
    zh: '项目建设',
    moves: {
      propose: '谋划登记',
      file: '入库',
      permit: '办理手续',
      start: '开工',
      enter_statistics: '入统',
      stop: '停工',
      resume: '复工',
      complete: '竣工',
      produce: '投产',
      screen: '两高一危会商',
      ban: '叫停',
      lift: '解除叫停',
      enter_list: '列入年度盘子',
      leave_list: '调出年度盘子',
      edit: '更正',
      assign: '明确责任',
      progress: '报告进展',
      plan_milestones: '制定节点',
      complete_milestone: '完成节点',
      report_month: '报送月进展',
      move_milestone: '调整节点',
      supervise: '督办',
      link: '关联',
      unlink: '取消关联',
      exclude: '移出台账',
      reinstate: '恢复',
      comment: '留言',
    },
    statuses: {
      proposed: '谋划',
      filed: '入库',
      building: '在建',
      stopped: '停工',
      completed: '竣工',
      producing: '投产',
      banned: '叫停',
      cancelled: '取消',
    },
  },
  project_targets: {
    zh: '项目目标',
    moves: {
      set: '设定目标',
      edit: '更正',
      exclude: '停用',
      reinstate: '启用',
    },
    statuses: {
      in_force: '执行中',
      retired: '已停用',
    },
  },
  negative_list: {
    zh: '两高一危清单',
    moves: {
      add: '列入清单',
      edit: '更正',
      exclude: '停用',
      reinstate: '启用',
    },
    statuses: {
      in_force: '有效',
      retired: '已停用',
    },
  },
  revivals: {
    zh: '停产企业盘活',
    moves: {
      list: '列入台账',
      plan: '一企一策',
      conclude: '报结',
      confirm: '核实',
      refuse: '不予认定',
      edit: '更正',
      assign: '明确责任',
      progress: '报告进展',
      plan_milestones: '制定节点',
      complete_milestone: '完成节点',
      report_month: '报送月进展',
      move_milestone: '调整节点',
      supervise: '督办',
      link: '关联',
      unlink: '取消关联',
      exclude: '移出台账',
      reinstate: '恢复',
      comment: '留言',
    },
    statuses: {
      listed: '待定策',
      in_progress: '盘活中',
      concluded: '待核实',
      revived: '已盘活',
      cleared: '已出清',
      removed: '移出',
    },
  },
  drives: {
    zh: '专项行动',
    moves: {
      plan: '制定方案',
      begin: '启动',
      close: '结束',
      edit: '更正',
      assign: '明确责任',
      progress: '报告进展',
      plan_milestones: '制定节点',
      complete_milestone: '完成节点',
      move_milestone: '调整节点',
      supervise: '督办',
      link: '关联',
      unlink: '取消关联',
      exclude: '移出台账',
      reinstate: '恢复',
      comment: '留言',
    },
    statuses: {
      draft: '筹备',
      running: '进行中',
      closed: '已结束',
      cancelled: '取消',
    },
  },
  checks: {
    zh: '专项检查',
    moves: {
      record: '登记检查',
      link: '关联',
      unlink: '取消关联',
      exclude: '作废',
      comment: '留言',
    },
    statuses: {
      done: '已检查',
      void: '作废',
    },
  },
  hazards: {
    zh: '隐患',
    moves: {
      find: '登记隐患',
      rectify: '报告整改',
      verify: '复查销号',
      refuse: '退回整改',
      hand_over: '移交',
      edit: '更正',
      progress: '报告进展',
      supervise: '督办',
      link: '关联',
      unlink: '取消关联',
      exclude: '作废',
      comment: '留言',
    },
    statuses: {
      found: '待整改',
      rectified: '待复查',
      reviewed: '待再次复查',
      verified: '已销号',
      void: '作废',
    },
  },
  leads: {
    zh: '双招双引',
    moves: {
      register: '登记',
      assess: '研判',
      rule: '首报裁定',
      sign_framework: '签框架协议',
      sign: '签约',
      correct_contract: '更正合同编号',
      land: '落地',
      lose: '终止',
      revive: '重新启动',
      edit: '更正',
      assign: '明确责任',
      progress: '报告进展',
      plan_milestones: '制定节点',
      complete_milestone: '完成节点',
      move_milestone: '调整节点',
      supervise: '督办',
      link: '关联',
      unlink: '取消关联',
      exclude: '移出台账',
      reinstate: '恢复',
      comment: '留言',
      erase: '清除个人信息',
    },
    statuses: {
      contact: '线索',
      talks: '在谈',
      framework: '框架协议',
      signed: '签约',
      landed: '落地',
      lost: '终止',
      duplicate: '重复',
    },
  },
  lead_terms: {
    zh: '招商规则',
    moves: {
      set: '设定规则',
      edit: '更正',
      exclude: '停用',
      reinstate: '启用',
    },
    statuses: {
      in_force: '执行中',
      retired: '已停用',
    },
  },
  activities: {
    zh: '创新服务',
    moves: {
      plan: '登记活动',
      hold: '登记举办',
      record_attendance: '登记参加企业',
      close: '活动总结',
      edit: '更正',
      assign: '明确责任',
      progress: '报告进展',
      plan_milestones: '制定节点',
      complete_milestone: '完成节点',
      move_milestone: '调整节点',
      supervise: '督办',
      link: '关联',
      unlink: '取消关联',
      exclude: '移出台账',
      reinstate: '恢复',
      comment: '留言',
    },
    statuses: {
      planned: '筹备',
      held: '已举办',
      closed: '已总结',
      cancelled: '取消',
    },
  },
  matches: {
    zh: '对接',
    moves: {
      record: '登记对接',
      agree: '达成意向',
      sign: '签约',
      fall_through: '未达成',
      make_problem: '转为问题',
      make_lead: '转为招商线索',
      edit: '更正',
      progress: '报告进展',
      supervise: '督办',
      link: '关联',
      unlink: '取消关联',
      exclude: '作废',
      comment: '留言',
    },
    statuses: {
      open: '对接中',
      agreed: '达成意向',
      signed: '已签约',
      fell_through: '未达成',
      void: '作废',
    },
  },
  case_studies: {
    zh: '典型案例',
    moves: {
      write: '撰写案例',
      approve: '审定',
      send_back: '退回修改',
      publish: '发布',
      withdraw: '撤下',
      record_consent: '登记企业同意',
      withdraw_consent: '撤回企业同意',
      edit: '更正',
      assign: '明确责任',
      progress: '报告进展',
      plan_milestones: '制定节点',
      complete_milestone: '完成节点',
      move_milestone: '调整节点',
      supervise: '督办',
      link: '关联',
      unlink: '取消关联',
      exclude: '移出台账',
      reinstate: '恢复',
      comment: '留言',
    },
    statuses: {
      draft: '草稿',
      approved: '已审定',
      published: '已发布',
      withdrawn: '撤下',
    },
  },
  bulletins: {
    zh: '简报',
    moves: {
      compose: '编制简报',
      issue: '签发',
      edit: '更正',
      assign: '明确责任',
      progress: '报告进展',
      plan_milestones: '制定节点',
      complete_milestone: '完成节点',
      move_milestone: '调整节点',
      supervise: '督办',
      link: '关联',
      unlink: '取消关联',
      exclude: '移出台账',
      reinstate: '恢复',
      comment: '留言',
    },
    statuses: {
      draft: '草稿',
      issued: '已签发',
      void: '作废',
    },
  },
}
