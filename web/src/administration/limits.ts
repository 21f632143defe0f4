import { api, ask, everything, type Schemas } from '@/api/client'
import { CLOCK, HEADING, LEVEL, PRESET, SEVERITY, UNIT, word } from '@/words/words'
import type { Room } from './record'

export type Policy = Schemas['PolicyOut']
export type Span = { amount: number; unit: Schemas['Unit'] }
export type Target = keyof Schemas['TargetsIn']
type Targets = Record<Target, Span | null>

/** Each clock, and from when it runs. */
export const TARGETS: Record<Target, { label: string; from: string }> = {
  dispatch: { label: CLOCK.dispatch, from: '自上报起' },
  accept: { label: CLOCK.accept, from: '自派单起' },
  return: { label: CLOCK.return, from: '自派单起' },
  first_reply: { label: CLOCK.first_reply, from: '自派单起' },
  solve: { label: CLOCK.solve, from: '自派单起' },
  support: { label: CLOCK.support, from: '自派单起' },
  follow_up: { label: CLOCK.follow_up, from: '自办结起' },
  redo: { label: '重办后办结', from: '自重办起，不设则与办结相同' },
}

export const TARGET_NAMES = Object.keys(TARGETS) as Target[]

export interface PolicyForm {
  name: string
  severity: Schemas['Severity'] | null
  category_id: number | null
  level: Schemas['Level'] | null
  targets: Targets
  warning: Span | null
  extension: { max_times: number; notice: Span | null } | null
}

export const spanText = (span: Span | null | undefined) => (span ? `${span.amount} ${UNIT[span.unit]}` : '不设')

const days = (amount: number, unit: Schemas['Unit']): Span => ({ amount, unit })

/** Sets as other places published theirs; what stands in the form afterwards may be changed. */
export const PRESETS: { name: string; unit: Schemas['Unit'] }[] = [
  { name: PRESET['13710_working_days'], unit: 'working_day' },
  { name: PRESET['13710'], unit: 'calendar_day' },
  { name: PRESET.quanzhou_2022, unit: 'working_day' },
]

export function preset(unit: Schemas['Unit'], severity: Schemas['Severity'] | null) {
  const solve: Span = severity === 'major' ? days(1, 'month') : severity === 'urgent' ? days(24, 'hour') : days(7, unit)
  const targets: Targets = {
    dispatch: days(1, unit),
    accept: days(1, unit),
    return: days(1, unit),
    first_reply: days(3, unit),
    solve,
    support: days(3, unit),
    follow_up: days(5, unit),
    redo: null,
  }
  return { targets, warning: days(1, unit), extension: { max_times: 1, notice: days(1, unit) } }
}

const copyOf = (span: Span | null | undefined) => (span ? { amount: span.amount, unit: span.unit } : null)
const body = (form: PolicyForm) => ({ ...form })

export const POLICIES: Room<Policy, PolicyForm> = {
  key: 'policies',
  noun: '时限规则',
  labels: {
    name: '名称',
    severity: HEADING.severity,
    category_id: HEADING.category,
    level: HEADING.level,
    targets: '各项时限',
    warning: '预警',
    extension: '延期',
  },
  blank: () => ({ name: '', severity: null, category_id: null, level: null, ...preset('working_day', null) }),
  formOf: (row) => ({
    name: row.name,
    severity: row.severity ?? null,
    category_id: row.category_id ?? null,
    level: row.level ?? null,
    targets: Object.fromEntries(TARGET_NAMES.map((name) => [name, copyOf(row.targets[name])])) as Targets,
    warning: copyOf(row.warning),
    extension: row.extension
      ? { max_times: row.extension.max_times, notice: copyOf(row.extension.notice) }
      : null,
  }),
  create: (form, headers) => ask(api.POST('/api/v1/time_limit_policies', { body: body(form), headers })),
  change: ({ id }, form, headers) =>
    ask(api.PATCH('/api/v1/time_limit_policies/{id}', { params: { path: { id } }, body: body(form), headers })),
  switchOn: ({ id }, active, headers) =>
    ask(api.PATCH('/api/v1/time_limit_policies/{id}', { params: { path: { id } }, body: { active }, headers })),
  reread: (id) => ask(api.GET('/api/v1/time_limit_policies/{id}', { params: { path: { id } } })),
  missing: (form) => ({ name: form.name.trim() ? '' : '请填写名称' }),
}

export const fetchPolicies = () =>
  everything((cursor) => ask(api.GET('/api/v1/time_limit_policies', { params: { query: { limit: 200, cursor } } })))

type Kind = Partial<Pick<PolicyForm, 'severity' | 'category_id' | 'level'>>

/** Whom a policy is for, in words. */
export function scopeText(policy: Kind, category: (id: number) => string): string {
  const parts = [
    policy.category_id != null && `${HEADING.category}为${category(policy.category_id)}`,
    policy.severity && `${HEADING.severity}为${word(SEVERITY, policy.severity)}`,
    policy.level && `${HEADING.level}为${word(LEVEL, policy.level)}`,
  ].filter(Boolean)
  return parts.length ? parts.join('、') : '所有问题（默认）'
}

/**
 * The rules in force that fit a problem, the one that holds first: an explanation only, the server
 * chooses by itself. Most conditions win, then category over severity over level; a category's own
 * rule stands over that of the one `above` it.
 */
export function fitting(policies: Policy[], problem: Kind, above?: number | null): Policy[] {
  const weight = (one: Policy) => {
    const set = [one.category_id != null, one.severity != null, one.level != null]
    const own = set[0] && one.category_id === problem.category_id
    return set.filter(Boolean).length * 16 + (own ? 8 : 0) + (set[0] ? 4 : 0) + (set[1] ? 2 : 0) + (set[2] ? 1 : 0)
  }
  const fits = (one: Policy) =>
    one.active &&
    (one.category_id == null || one.category_id === problem.category_id || one.category_id === above) &&
    (one.severity == null || one.severity === problem.severity) &&
    (one.level == null || one.level === problem.level)
  return policies.filter(fits).sort((a, b) => weight(b) - weight(a))
}
