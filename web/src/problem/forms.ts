import type { Schemas } from '@/api/client'
import { today } from '@/session/today'
import { plusDays } from '@/words/time'
import { ACTION, BOUND, CAUSE, CHANNEL, CONFIDENTIAL, HEADING, LEVEL, MAIL_KIND, OUTCOME, SATISFACTION, SEVERITY, SUPERVISION, options } from '@/words/words'
import type { Problem } from './problem'

export type Action = Schemas['Action']
export type Values = Record<string, unknown>

/** One value of an action's body. What the server requires it says itself; `required` spares the way. */
export interface Field {
  name: string
  label: string
  kind: 'text' | 'line' | 'day' | 'instant' | 'choice' | 'department' | 'departments' | 'park' | 'category' | 'sibling'
  options?: { value: unknown; label: string }[]
  required?: boolean
  max?: number
  hint?: string
  shown?: (values: Values) => boolean
  /** Which of its options there are, by what was chosen before. */
  among?: (values: Values, problem: Problem) => unknown[]
  /** What is chosen while nobody chose. */
  standing?: (values: Values) => unknown
}

export interface Form {
  hint?: string
  fields: Field[]
  /** What stands in the form before anything was typed. */
  initial?: (problem: Problem, today: string) => Values
  /** Photos and documents belong to it. */
  files?: boolean
  /** Hard to take back: the button is red. */
  grave?: boolean
}

const text = (name: string, label: string, more: Partial<Field> = {}): Field => ({
  name,
  label,
  kind: 'text',
  max: BOUND.text,
  required: true,
  ...more,
})
const line = (name: string, label: string, more: Partial<Field> = {}): Field => ({
  name,
  label,
  kind: 'line',
  max: BOUND.line,
  required: true,
  ...more,
})
const day = (name: string, label: string, more: Partial<Field> = {}): Field => ({
  name,
  label,
  kind: 'day',
  required: true,
  ...more,
})
const choice = (name: string, label: string, list: Field['options'], more: Partial<Field> = {}): Field => ({
  name,
  label,
  kind: 'choice',
  options: list,
  required: true,
  ...more,
})
const note = text('note', '备注', { required: false })
const reason = text('reason', '理由')
const toldBy = line('told_by', '由谁告知企业')

const handing: Field[] = [
  { name: 'lead_department_id', label: HEADING.lead, kind: 'department', required: true },
  { name: 'supporting_department_ids', label: HEADING.supporting, kind: 'departments' },
  { name: 'meet_at', label: '到场时间（吹哨）', kind: 'instant', hint: '需要单位到现场的，请填写时间和地点' },
  line('place', '到场地点', { required: false }),
  day('due_on', '限定办结日期', { required: false, hint: '早于规定时限的，以此为准' }),
  note,
]

const ruling = (name: 'granted' | 'upheld', yes: string, no: string): Field =>
  choice(name, '裁定', [
    { value: true, label: yes },
    { value: false, label: no },
  ])

/** The moves that would be allowed right after this follow-up; the server decides. */
export function movesAfter(values: Values, problem: Problem): Action[] {
  const possible = problem.allowed_actions.filter((action) => action === 'track' || action === 'reopen')
  return problem.status === 'resolved' && confirmedBy(values, problem) ? ['close', ...possible] : possible
}

/** Days on which nobody was found, after which a problem may be closed. */
const UNREACHED_DAYS = 3

/** Whether it could be closed with this follow-up: the enterprise says so, or nobody was found on three days. */
function confirmedBy(values: Values, { outcome, follow_ups, round, resolved_at }: Problem): boolean {
  const resolvedOn = resolved_at?.slice(0, 10) ?? ''
  const earlier = follow_ups.filter((one) => one.round === round && one.on >= resolvedOn)
  const reachedAny = values.reached === true || earlier.some((one) => one.reached)
  if (outcome === 'explained' && reachedAny) return true
  const said = [...earlier.map((one) => one.solved), values.reached === true ? values.solved : null]
  const last = said.filter((one) => one === true || one === false).pop()
  if (last !== undefined) return last
  const days = new Set(earlier.filter((one) => !one.reached).map((one) => one.on))
  if (values.reached === false) days.add(today.value)
  return days.size >= UNREACHED_DAYS
}

/** The enterprise says that it is solved, and is content. */
const confirms = (values: Values) => values.solved === true && Number(values.satisfaction ?? 0) >= 3

/** What a follow-up says where no move follows at once. */
const ALONE = 'alone'

const leavesRest = (values: Values) => values.outcome === 'partly_solved' || values.outcome === 'planned'
const reached = (values: Values) => values.reached === true

/** What each action asks for, as the API's bodies have it. Which of them is possible now is the server's to say. */
export const FORMS: Record<Exclude<Action, 'report'>, Form> = {
  edit: {
    hint: '更正前后的内容都会留痕；已起算的时限不变。',
    fields: [
      line('title', HEADING.title),
      text('description', HEADING.description, { max: BOUND.description, required: false }),
      { name: 'category_id', label: HEADING.category, kind: 'category' },
      choice('severity', HEADING.severity, options(SEVERITY)),
      choice('level', HEADING.level, options(LEVEL)),
      choice(
        'confidential',
        '保密诉求',
        [
          { value: false, label: '否' },
          { value: true, label: '保密' },
        ],
        { hint: `${CONFIDENTIAL}派单后再设为保密的，承办单位此前可能已知悉企业。` },
      ),
    ],
    initial: ({ title, description, category_id, severity, level, confidential }) => ({
      title,
      description,
      category_id,
      severity,
      level,
      confidential,
    }),
  },
  dispatch: { fields: handing },
  redispatch: {
    fields: [
      ...handing,
      choice('final', '能否退回', [
        { value: false, label: '可按期退回' },
        { value: true, label: '不得退回' },
      ]),
    ],
    initial: () => ({ final: false }),
  },
  add_support: { fields: [{ name: 'department_ids', label: HEADING.supporting, kind: 'departments', required: true }, note] },
  accept: { fields: [note] },
  on_site: { fields: [line('who', '到场人员'), day('on', '到场日期'), note], initial: (_, today) => ({ on: today }) },
  assign_handler: { fields: [line('name', HEADING.handler)] },
  return: { hint: '退回须经活动办裁定；未获同意的，由本单位继续办理，期限不变。', fields: [reason], grave: true },
  decide_return: {
    fields: [
      ruling('upheld', MAIL_KIND.return_upheld, MAIL_KIND.return_refused),
      {
        name: 'lead_department_id',
        label: '改派主办单位',
        kind: 'department',
        hint: '不选则退回园区重新派单',
        shown: (values) => values.upheld === true,
      },
      reason,
    ],
  },
  progress: {
    files: true,
    fields: [
      text('text', '进展情况'),
      text('next_step', '下一步措施', { required: false }),
      day('next_on', '下一步日期', { required: false }),
    ],
  },
  reply: { files: true, fields: [text('text', '协办情况')] },
  request_extension: {
    hint: '须在时限届满前提出，由活动办审批。',
    fields: [day('until', '延期至'), reason],
  },
  decide_extension: {
    fields: [
      ruling('granted', MAIL_KIND.extension_granted, MAIL_KIND.extension_refused),
      day('until', '延期至', { required: false, hint: '不填则按申请日期', shown: (values) => values.granted === true }),
      text('reason', '意见', { required: false }),
    ],
  },
  request_suspension: {
    hint: '挂起须有法定或客观原因，到期自动恢复办理。',
    fields: [choice('cause', '原因', options(CAUSE)), day('until', '挂起至'), reason],
  },
  decide_suspension: {
    fields: [
      ruling('granted', MAIL_KIND.suspension_granted, MAIL_KIND.suspension_refused),
      day('until', '挂起至', { required: false, hint: '不填则按申请日期', shown: (values) => values.granted === true }),
      text('reason', '意见', { required: false }),
    ],
  },
  resume: { fields: [note] },
  resolve: {
    files: true,
    fields: [
      choice('outcome', HEADING.outcome, options(OUTCOME)),
      text('resolution', HEADING.resolution),
      text('remaining', '遗留问题或原因', { shown: leavesRest }),
      text('next_step', '下一步措施', { shown: leavesRest }),
      day('next_on', '下一步日期', { shown: leavesRest }),
    ],
    initial: () => ({ outcome: 'solved' }),
  },
  resolve_on_site: { hint: '当场解决、无需派单的，直接办结。', files: true, fields: [text('resolution', HEADING.resolution)] },
  follow_up: {
    fields: [
      choice('reached', '是否联系上', [
        { value: true, label: '已联系上' },
        { value: false, label: '未联系上' },
      ]),
      choice(
        'solved',
        '企业认为',
        [
          { value: true, label: '问题已解决' },
          { value: false, label: '问题未解决' },
        ],
        { shown: reached },
      ),
      choice(
        'satisfaction',
        HEADING.satisfaction,
        [5, 4, 3, 2, 1].map((value) => ({ value, label: SATISFACTION[value] ?? '' })),
        { shown: reached, required: false },
      ),
      choice('channel', '回访方式', options(CHANNEL), { required: false }),
      text('note', '企业意见', { required: false }),
      choice(
        'then',
        '回访后',
        [
          { value: ALONE, label: '只登记回访' },
          { value: 'close', label: '同时销号' },
          { value: 'track', label: ACTION.track },
          { value: 'reopen', label: ACTION.reopen },
        ],
        {
          required: false,
          among: (values, problem) => [ALONE, ...movesAfter(values, problem)],
          standing: (values) => (confirms(values) ? 'close' : ALONE),
        },
      ),
      day('next_on', '下次跟踪日期', { shown: (values) => values.then === 'track' }),
      text('reason', '重办理由', { shown: (values) => values.then === 'reopen' }),
    ],
    initial: (problem, today) => ({
      reached: true,
      channel: 'phone',
      next_on: problem.rest?.next_on ?? plusDays(today, 30),
    }),
  },
  track: {
    hint: '部分解决或计划解决的，列入持续跟踪，直至清零。',
    fields: [day('next_on', '下次跟踪日期'), note],
    initial: (problem, today) => ({ next_on: problem.rest?.next_on ?? plusDays(today, 30) }),
  },
  close: { fields: [note] },
  reopen: { hint: '重办另起一轮并重新计时，上一轮结果保留。', fields: [reason], grave: true },
  supervise: {
    fields: [
      choice('kind', '类型', options(SUPERVISION)),
      text('text', '内容'),
      line('by', '批示领导', { required: false, shown: (values) => values.kind === 'instruction' }),
      day('reply_by', '要求回复日期', { required: false }),
      day('due_on', '限定办结日期', { required: false, hint: '早于现有时限的，以此为准' }),
    ],
    initial: () => ({ kind: 'urge' }),
  },
  escalate: {
    fields: [
      choice('level', '上报至', options(LEVEL).filter((one) => one.value !== 'district')),
      line('body', '上报单位'),
      line('reference', '文号或编号', { required: false }),
      day('due_on', '要求办结日期', { required: false }),
    ],
  },
  transfer_park: { fields: [{ name: 'park_id', label: '接收园区', kind: 'park', required: true }, reason], grave: true },
  withdraw: { fields: [reason, toldBy], grave: true },
  reject: { fields: [reason, toldBy], grave: true },
  merge: {
    hint: '只能并入同一企业的另一问题。',
    fields: [{ name: 'into_problem_id', label: '并入', kind: 'sibling', required: true }, text('reason', '说明', { required: false })],
    grave: true,
  },
  reinstate: { fields: [reason] },
  comment: { fields: [text('text', ACTION.comment)] },
}

/** Actions that the coordinator and the park may record for a department without an account. */
const ON_BEHALF: Action[] = ['accept', 'on_site', 'return', 'progress', 'reply', 'resolve']

export const mayBeOnBehalf = (action: Action) => ON_BEHALF.includes(action)

/** The options of a field that there are now. */
export const optionsOf = (field: Field, values: Values, problem: Problem) =>
  field.options?.filter((one) => field.among?.(values, problem).includes(one.value) ?? true)

/** What a field holds: what was chosen, where that is still an option, or what stands there. */
export function valueOf(field: Field, values: Values, problem: Problem): unknown {
  const isOption = (value: unknown) => field.among?.(values, problem).includes(value) ?? true
  const chosen = values[field.name]
  if (chosen !== undefined && isOption(chosen)) return chosen
  const standing = field.standing?.(values)
  return isOption(standing) ? standing : undefined
}

/** The values of the fields that are shown, without those left empty. */
export function bodyOf(form: Form, values: Values, problem: Problem): Values {
  const body: Values = {}
  for (const field of form.fields) {
    const value = valueOf(field, values, problem)
    const empty = value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
    if (!empty && value !== ALONE && (field.shown?.(values) ?? true)) body[field.name] = value
  }
  return body
}

/** Required fields that were left empty, by name. */
export function missing(form: Form, values: Values, problem: Problem): string[] {
  const body = bodyOf(form, values, problem)
  return form.fields
    .filter((field) => field.required && (field.shown?.(values) ?? true) && !(field.name in body))
    .map((field) => field.name)
}
