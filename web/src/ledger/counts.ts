import { periodWord } from '@/words/weeks'
import { COUNT } from '@/words/words'

/** What is asked of the ledger about the problems behind a count of the statistics. */
type Question = { count_of?: string; from?: string; to?: string; as_of?: string; week?: string; month?: string }

/** `累计解决，截至 2021-08-16`; `2021-08-09 至 2021-08-15 期间收集问题`. */
export function describeCount(question: Question): string {
  const asked = question.count_of ?? ''
  const ofPeriod = asked.startsWith('period.')
  const name = asked.replace(/^period\./, '')
  const what = (COUNT as Record<string, string>)[name] ?? name
  const reported = [question.week && `${periodWord(question.week)}上报`, question.month && `${periodWord(question.month)}上报`]
  const days = ofPeriod ? span(question) : ''
  const until = question.as_of && !(ofPeriod && question.as_of === question.to) ? `截至 ${question.as_of}` : ''
  return [`${days || (ofPeriod ? '本期' : '累计')}${what}`, ...reported, until].filter(Boolean).join('，')
}

function span({ from, to }: Question): string {
  if (from && to) return from === to ? `${from} 当日` : `${from} 至 ${to} 期间`
  if (from) return `${from} 以来`
  return to ? `年初至 ${to} 期间` : ''
}
