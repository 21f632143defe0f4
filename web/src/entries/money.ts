/** Money and land as officials write them, as the API takes them: on digits alone, since a float would round. */

/** 10,000 yuan. */
const PLACES = 4
/** 10^15 yuan, as the server's bound. */
const MOST = 10n ** 15n

/** What is typed with a Chinese keyboard, without what only groups digits. */
export function plainNumber(text: string): string {
  const half = text.replace(/[０-９．，－]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0))
  return half.replace(/[\s,]/g, '').replace(/^[−–—]/, '-')
}

/** `12,000.5` 万元 in yuan; null where it is no amount, or one with more than four decimals or beyond the bound. */
export function yuanOf(text: string, signed = false): number | null {
  const [, minus, whole, part = ''] = /^(-?)(\d{1,12})(?:\.(\d{1,4}))?$/.exec(plainNumber(text)) ?? []
  if (!whole || (minus && !signed)) return null
  const yuan = BigInt(whole + part.padEnd(PLACES, '0'))
  if (yuan > MOST) return null
  return Number(minus && yuan > 0n ? -yuan : yuan)
}

/** Yuan in 万元, without zeros at the end: `12000.5`. */
export function wanOf(yuan: number | bigint): string {
  const all = BigInt(yuan)
  const digits = String(all < 0n ? -all : all).padStart(PLACES + 1, '0')
  const whole = digits.slice(0, -PLACES)
  const part = digits.slice(-PLACES).replace(/0+$/, '')
  return `${all < 0n ? '-' : ''}${whole}${part ? `.${part}` : ''}`
}

/** `12,000.5`: so it stands in tables. */
export function wanText(yuan: number | bigint): string {
  const [whole = '', part] = wanOf(yuan).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return part ? `${grouped}.${part}` : grouped
}

/** The sum of amounts, however great. */
export const sumOf = (amounts: number[]): bigint => amounts.reduce((sum, one) => sum + BigInt(one), 0n)

/** `100.25` 亩 as the API takes it; null where it is no area. */
export function muOf(text: string): string | null {
  const plain = plainNumber(text)
  if (!/^\d{1,9}(\.\d{1,2})?$/.test(plain)) return null
  const [whole = '', part] = plain.split('.')
  const tidy = whole.replace(/^0+(?=\d)/, '')
  return part ? `${tidy}.${part}` : tidy
}

/** A whole number within its bounds. */
export function integerOf(text: string, { least, most }: { least: number; most: number }): number | null {
  const plain = plainNumber(text)
  if (!/^-?\d{1,16}$/.test(plain)) return null
  const number = Number(plain)
  return Number.isSafeInteger(number) && number >= least && number <= most ? number : null
}
