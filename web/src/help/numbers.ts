import { DEFINITIONS } from '@/words/words'

/** What is said otherwise of days that are chosen than of the period of a report. */
const OF_ANY_DAYS: Record<string, string> = {
  累计: '截至统计日的数，同一问题只计一次。',
  本期: '期末符合、期初前一日不符合的数；收集问题为本期上报且期末未被剔除的问题。',
  补录: '发生在已封存的周、其后才登记的事项，计入登记的那一周。',
}

/** What the overview alone shows, after the number that it belongs to. */
const OF_THE_OVERVIEW: Record<string, { name: string; text: string }[]> = {
  超期: [{ name: '本周到期', text: '办结时限在今日至本周日的未办结问题，已超期的不在其中。' }],
  满意率: [
    { name: '样本不足', text: '作出评价的不足 5 件，或回访率不足 30%，满意率仅供参考。' },
    { name: '较上周末', text: '截至今日的数减去截至上周日的数。' },
  ],
}

/** What the words and numbers mean, for those who get no weekly report, and for the help page. */
export const NUMBERS = DEFINITIONS.flatMap(({ name, text }) => [
  { name, text: OF_ANY_DAYS[name] ?? text },
  ...(OF_THE_OVERVIEW[name] ?? []),
])
