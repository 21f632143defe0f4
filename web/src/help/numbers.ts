import { DEFINITIONS } from '@/words/words'

/** What is said otherwise of days that are chosen than of the period of a report. */
const OF_ANY_DAYS: Record<string, string> = {
  累计: '截至统计日的数，同一问题只计一次。',
  本期: '期末符合、期初前一日不符合的数；收集问题为本期上报且期末未被剔除的问题。',
  补录: '发生在已封存的周、其后才登记的事项，计入登记的那一周。',
}

/** What the words and numbers mean, for those who get no weekly report, and for the help page. */
export const NUMBERS = DEFINITIONS.map(({ name, text }) => ({ name, text: OF_ANY_DAYS[name] ?? text }))
