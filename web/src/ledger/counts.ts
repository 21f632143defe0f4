/** What the counts of the statistics are called where the ledger shows the problems behind one. */
const COUNTS: Record<string, string> = {
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
  reported: '新收集',
  put_back: '退回办理',
  settled: '本期办结',
  excluded: '本期核减',
  carried_out: '期末未办结',
  due: '应办结',
  on_time: '按时办结',
  on_time_original: '按原时限办结',
  accept_due: '应签收',
  accept_on_time: '按时签收',
  late_entries: '补录',
}

type Question = { count_of?: string; from?: string; to?: string; as_of?: string; week?: string; month?: string }

/** `累计解决，截至 2021-08-16`; `2021-08-09 至 2021-08-15 期间收集问题`. */
export function describeCount(question: Question): string {
  const asked = question.count_of ?? ''
  const ofPeriod = asked.startsWith('period.')
  const name = asked.replace(/^period\./, '')
  const what = COUNTS[name] ?? name
  const reported = [question.week && `${question.week} 当周上报`, question.month && `${question.month} 当月上报`]
  const days = ofPeriod ? span(question) : ''
  const until = question.as_of && !(ofPeriod && question.as_of === question.to) ? `截至 ${question.as_of}` : ''
  return [`${days || (ofPeriod ? '本期' : '累计')}${what}`, ...reported, until].filter(Boolean).join('，')
}

function span({ from, to }: Question): string {
  if (from && to) return from === to ? `${from} 当日` : `${from} 至 ${to} 期间`
  if (from) return `${from} 以来`
  return to ? `年初至 ${to} 期间` : ''
}
