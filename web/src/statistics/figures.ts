import type { LocationQueryRaw, RouteLocationRaw } from 'vue-router'
import type { Schemas } from '@/api/client'
import { COUNT, HEADING, RATE, ROLE } from '@/words/words'

export type Row = Schemas['Row']
export type CountName = keyof Schemas['Counts']
export type RateName = keyof Schemas['Rates']
export type Grouping = 'park' | 'department' | 'category' | 'level' | 'source'

/** Which days the numbers are of. */
export interface Days {
  from: string
  to: string
  as_of: string
}

export interface Figure {
  name: CountName
  label: string
  /** The definition it is explained by. */
  meaning: string
  unit?: string
  alarming?: boolean
  /** Something that is at hand rather than done: a period knows only what was added. */
  stock?: boolean
}

/** The figures of the page; what is late comes before everything else. */
export const FIGURES: Figure[] = [
  { name: 'overdue', label: COUNT.overdue, meaning: '超期', alarming: true, stock: true },
  { name: 'visits', label: '走访', meaning: '走访', unit: '次' },
  { name: 'visited_enterprises', label: '走访企业', meaning: '走访', unit: '家' },
  { name: 'collected', label: COUNT.collected, meaning: '收集问题' },
  { name: 'solved', label: COUNT.solved, meaning: '解决' },
  { name: 'resolved', label: COUNT.resolved, meaning: '办结' },
  { name: 'outstanding', label: COUNT.outstanding, meaning: '办结', stock: true },
  { name: 'closed', label: COUNT.closed, meaning: '办结' },
]

/** Beside them, smaller. */
export const MORE_FIGURES: Figure[] = [
  { name: 'confirmed', label: COUNT.confirmed, meaning: '解决' },
  { name: 'suspended', label: COUNT.suspended, meaning: '办结', stock: true },
  { name: 'tracking', label: COUNT.tracking, meaning: '办结', stock: true },
  { name: 'returned', label: COUNT.returned, meaning: '退回、延期、重办、督办' },
  { name: 'extended', label: COUNT.extended, meaning: '退回、延期、重办、督办' },
  { name: 'reopened', label: COUNT.reopened, meaning: '退回、延期、重办、督办' },
  { name: 'supervised', label: COUNT.supervised, meaning: '退回、延期、重办、督办' },
  { name: 'rejected', label: COUNT.rejected, meaning: '收集问题' },
  { name: 'merged', label: COUNT.merged, meaning: '收集问题' },
  { name: 'withdrawn', label: COUNT.withdrawn, meaning: '收集问题' },
]

export interface RateFigure {
  name: RateName
  label: string
  /** The counts it is made of; of a period alone where the name says so. */
  over: string
  under: string
}

export const RATES: RateFigure[] = [
  { name: 'solve', label: RATE.solve, over: 'solved', under: 'collected' },
  { name: 'resolve', label: RATE.resolve, over: 'resolved', under: 'collected' },
  { name: 'on_time', label: RATE.on_time, over: 'on_time', under: 'due' },
  { name: 'on_time_original', label: RATE.on_time_original, over: 'on_time_original', under: 'due' },
  { name: 'accept_on_time', label: RATE.accept_on_time, over: 'accept_on_time', under: 'accept_due' },
  { name: 'follow_up', label: RATE.follow_up, over: 'followed_up', under: 'resolved_rounds' },
  { name: 'satisfaction', label: RATE.satisfaction, over: 'satisfied', under: 'answered' },
]

/** These have no meaning but within a period. */
const OF_A_PERIOD = ['due', 'on_time', 'on_time_original', 'accept_due', 'accept_on_time']

export const GROUPINGS: Record<Grouping, string> = {
  park: HEADING.park,
  department: ROLE.department_staff,
  category: HEADING.category,
  level: HEADING.level,
  source: HEADING.source,
}

/** `75.0%`, or a dash where nothing is divided. */
export function percent(rate: Schemas['Rate']): string {
  return rate.percent == null ? '—' : `${rate.percent}%`
}

/** A group as the filters of lists take it; "none of these" is the word `null`. */
export function groupQuery(grouping: Grouping | null, row: Row): LocationQueryRaw {
  if (!grouping) return {}
  const field = grouping === 'level' || grouping === 'source' ? grouping : (`${grouping}_id` as const)
  const value = row.key[field]
  return { [field]: value == null ? 'null' : String(value) }
}

/** The page with the rows behind a number; none where no list has them. */
export function behind(
  name: string,
  days: Days,
  ofPeriod: boolean,
  group: LocationQueryRaw = {},
  visitsReadable = true,
): RouteLocationRaw | null {
  if (name === 'visits' || name === 'visited_enterprises') {
    // A visit has a park; its other properties are those of problems.
    if (!visitsReadable || Object.keys(group).some((key) => key !== 'park_id')) return null
    return { path: '/visits', query: { ...group, ...(ofPeriod ? { counted_from: days.from } : {}), counted_to: days.to } }
  }
  const period = ofPeriod || OF_A_PERIOD.includes(name)
  return {
    path: '/problems',
    query: { count_of: period ? `period.${name}` : name, from: days.from, to: days.to, as_of: days.as_of, ...group },
  }
}

/** The largest first; those that have nothing at the end, in the order they came. */
export function sorted(rows: Row[], value: (row: Row) => number): Row[] {
  return rows
    .map((row, place) => ({ row, place }))
    .sort((a, b) => value(b.row) - value(a.row) || a.place - b.place)
    .map(({ row }) => row)
}
