import { lengthOf } from '@/parts/over'

/** 常用语 of one field, of one person: those they added, and when they last used one, theirs or shipped. */
export interface Phrases {
  own: string[]
  used: Used[]
}

interface Used {
  text: string
  /** The category of the case that it was used for. */
  category: number | null
}

/** As many own ones as are still looked through quickly. */
export const OWN_MOST = 20
/** A phrase is a sentence or two, not the whole text. */
export const LONGEST = 200
/** How many uses are remembered of a field. */
const USES = 60

export const noPhrases = (): Phrases => ({ own: [], used: [] })

/** What was kept on the device, as far as it is still understood. */
export function readPhrases(kept: unknown): Phrases {
  const { own, used } = (kept ?? {}) as Partial<Phrases>
  return {
    own: Array.isArray(own) ? own.filter((one) => typeof one === 'string') : [],
    used: Array.isArray(used) ? used.filter((one) => typeof one?.text === 'string') : [],
  }
}

/** All that can be chosen: last used for this category first, then last used at all, then own ones, then those shipped. */
export function inOrder({ own, used }: Phrases, shipped: string[], category: number | null): string[] {
  const all = new Set([...own, ...shipped])
  const here = category == null ? [] : used.filter((one) => one.category === category)
  const first = [...here, ...used].map((one) => one.text).filter((text) => all.has(text))
  return [...new Set([...first, ...all])]
}

/** The latest use stands first. */
export function withUse(phrases: Phrases, text: string, category: number | null): Phrases {
  const others = phrases.used.filter((one) => one.text !== text || one.category !== category)
  return { ...phrases, used: [{ text, category }, ...others].slice(0, USES) }
}

/** Why a text can't become a phrase; empty where it can. */
export function refusesOwn({ own }: Phrases, shipped: string[], text: string): string {
  const plain = text.trim()
  if (!plain) return '请先填写内容'
  if (own.includes(plain) || shipped.includes(plain)) return '常用语中已有'
  if (lengthOf(plain) > LONGEST) return `常用语不超过${LONGEST}字`
  if (own.length >= OWN_MOST) return `最多保存${OWN_MOST}条，请先删除不用的`
  return ''
}

export const withOwn = (phrases: Phrases, text: string): Phrases => ({ ...phrases, own: [text.trim(), ...phrases.own] })

export const withoutOwn = ({ own, used }: Phrases, text: string): Phrases => ({
  own: own.filter((one) => one !== text),
  used: used.filter((one) => one.text !== text),
})

/** What stands in the field stays; a phrase goes behind it. */
export function inserted(before: string, phrase: string): string {
  return before.trim() ? before + phrase : phrase
}
