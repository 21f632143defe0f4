import { lengthOf } from '@/parts/over'
import { plusDays } from '@/words/time'
import { BOUND } from '@/words/words'

/** What a message of a chat group says about a problem, as far as it can be told from its words. */
export interface Said {
  title: string
  /** The whole message: nothing of it is lost. */
  description: string
  /** The day on which it was said, `YYYY-MM-DD`; empty where no day is, or where it is today. */
  raised_on: string
  /** What may be the enterprise's name, the likeliest first. */
  names: string[]
}

/** Up to here a title is read at a glance; one sentence may be longer. */
const GLANCE = 60
/** An older day without its year is rather one that lies ahead. */
const LOOKS_BACK = 60

const CLOCK = /\d{1,2}[:：]\d{2}(?:[:：]\d{2})?$/
const GREETING = /^(?:@\S+|.{0,10}(?:您好|你好|大家好|早上好|上午好|中午好|下午好|晚上好)|各位.{0,8}|尊敬的.{0,8}|收到|谢谢|辛苦了?)$/
const LABELLED = /^(?:反映问题|存在问题|主要问题|问题描述|问题|诉求|困难|标题)\s*[:：]\s*(.+)$/
const NAMED = /^(?:企业名称|企业|单位名称|单位|公司)\s*[:：]\s*(.+)$/
const SAYS = /(?:反映|反馈|诉求|提出|表示|来电|求助|咨询)(?:称|说|了|到)?[：:，,\s]*/
const ENDING = '(?:有限责任公司|有限公司|股份公司|公司|集团|总厂|厂|合作社|农庄|农场|养殖场|酒店|宾馆|医院|学校|幼儿园|商行|门市部|物流园|产业园|中心|超市)'
const NAME = new RegExp(`[\\u4e00-\\u9fa5A-Za-z0-9（）()·]{1,30}?${ENDING}`, 'g')
/** What may stand before a name without being part of it. */
const BEFORE = /走访了?|来到|联系了?|关于|来自|位于|接到?|收到|今天|昨天|上午|下午|刚才|我们|我区|辖区|[在到去由据与和是从的了]/g

/** Reads a message as it is copied from a chat group, with or without its sender and time. */
export function readChat(text: string, today: string): Said {
  const description = text.replace(/\r\n?/g, '\n').trim()
  const lines = description.split('\n').map((line) => line.trim()).filter(Boolean)
  const heads = lines.filter(isHead)
  const body = lines.filter((line) => !isHead(line)).map((line) => line.replace(/^@\S+\s+/, ''))
  const sentences = body.flatMap((line) => line.split(/[。！？!?；;]/)).map((one) => one.trim()).filter((one) => one && !GREETING.test(one.replace(/[，,~～]+$/, '')))
  return {
    title: titleOf(body, sentences),
    description,
    raised_on: dayIn(heads.map((line) => line.replace(CLOCK, '')), today, true) || dayIn(body, today, false),
    names: namesIn(body, sentences),
  }
}

/** A line that says only who sent it, or when. */
function isHead(line: string): boolean {
  if (lengthOf(line) > 40 || /[。，！？,]/.test(line)) return false
  return CLOCK.test(line) || (/[:：]$/.test(line) && lengthOf(line) <= 20 && !NAMED.test(line))
}

function titleOf(lines: string[], sentences: string[]): string {
  const labelled = lines.map((line) => LABELLED.exec(line)?.[1]).find(Boolean)
  const sentence = labelled ?? sentences.find((one) => !NAMED.test(one)) ?? sentences[0] ?? ''
  const [whole = ''] = sentence.split(/[。！？!?；;]/)
  return shortened(withoutSpeaker(whole.replace(/^[【[].{1,12}[】\]]\s*/, '')))
}

/** `聚合庄生态农庄反映用电没有保障` → `用电没有保障`. */
function withoutSpeaker(sentence: string): string {
  const says = SAYS.exec(sentence)
  const rest = says && sentence.slice(says.index + says[0].length).trim()
  return says && says.index <= 30 && rest && lengthOf(rest) >= 4 ? rest : sentence
}

function shortened(sentence: string): string {
  let title = ''
  for (const clause of sentence.split(/(?<=[，,])/)) {
    if (title && lengthOf(title + clause) > GLANCE) break
    title += clause
  }
  const plain = title.replace(/[，,、：:\s]+$/, '')
  return Array.from(plain.normalize('NFC')).slice(0, BOUND.line).join('').trim()
}

function namesIn(lines: string[], sentences: string[]): string[] {
  const found: string[] = []
  for (const line of lines) {
    const named = NAMED.exec(line)?.[1]
    if (named) found.push(named.split(/[，,。；;\s]/)[0] ?? '')
  }
  for (const sentence of sentences) {
    const says = SAYS.exec(sentence)
    if (says && says.index > 1 && says.index <= 40) found.push(...likely(sentence.slice(0, says.index)))
  }
  for (const sentence of sentences) for (const [name] of sentence.matchAll(NAME)) found.push(...likely(name))
  const plain = found.map((one) => one.replace(/^[^\u4e00-\u9fa5A-Za-z0-9]+|[^\u4e00-\u9fa5A-Za-z0-9）)]+$/g, ''))
  return [...new Set(plain)].filter((one) => (one.match(/[\u4e00-\u9fa5]/g)?.length ?? 0) >= 2 && lengthOf(one) <= 40)
}

/** The piece itself, then what is left of it behind each word that may stand before a name. */
function likely(piece: string): string[] {
  const last = piece.split(/[，,、：:\s]/).filter(Boolean).slice(-1)[0] ?? ''
  const name = NAME.exec(last)?.[0]
  NAME.lastIndex = 0
  const whole = name ?? last
  const tails = [...whole.matchAll(BEFORE)].map((match) => whole.slice((match.index ?? 0) + match[0].length)).reverse()
  // What stands behind the last such word is rather the name than all of it.
  return [...tails.slice(0, 2), whole]
}

const DAYS: Record<string, number> = { 今天: 0, 今日: 0, 昨天: -1, 昨日: -1, 前天: -2, 前日: -2 }
const DAY = /(?:(\d{4})[年/.-])?(\d{1,2})[月/.-](\d{1,2})日?(?!\d)|今天|今日|昨天|昨日|前天|前日/g
/** A day by which, or since which, is none on which something was said. */
const BOUND_DAY = /^\s*(?:之?前|以前|底|起|开始|以来|至|到|—|-)/

/** The first day in there that has been; in running text only as people write days. */
function dayIn(lines: string[], today: string, ofHead: boolean): string {
  for (const line of lines) {
    for (const match of line.matchAll(DAY)) {
      const [text, year, month, date] = match
      if (!ofHead && month && !year && !/月/.test(text)) continue
      if (BOUND_DAY.test(line.slice((match.index ?? 0) + text.length)) && !ofHead) continue
      const day = text in DAYS ? plusDays(today, DAYS[text] ?? 0) : been(year, Number(month), Number(date), today)
      if (day) return day === today ? '' : day
    }
  }
  return ''
}

function been(year: string | undefined, month: number, date: number, today: string): string {
  const of = (which: number) => {
    const day = `${which}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
    return plusDays(day, 0) === day ? day : ''
  }
  if (month < 1 || month > 12 || date < 1 || date > 31) return ''
  if (year) return of(Number(year)) <= today ? of(Number(year)) : ''
  const thisYear = Number(today.slice(0, 4))
  if (of(thisYear) <= today) return of(thisYear)
  const before = of(thisYear - 1)
  return before >= plusDays(today, -LOOKS_BACK) ? before : ''
}
