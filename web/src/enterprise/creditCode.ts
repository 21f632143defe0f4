import { FAULT } from '@/words/words'

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

export const plainCode = (text: string) => text.trim().toUpperCase()

/** Whether a text is meant as a 统一社会信用代码: then it is looked up instead of searched by name. */
export const looksLikeCode = (text: string) => /^[0-9A-Z]{18}$/.test(plainCode(text))

/** What is wrong with a code, by GB 32100: its characters, or the last of them. */
export function codeFault(text: string): string | null {
  const code = plainCode(text)
  const digits = Array.from(code, (character) => ALPHABET.indexOf(character))
  if (digits.length !== 18 || digits.includes(-1)) return FAULT.credit_code
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * (digits[index] ?? 0), 0)
  return (31 - (sum % 31)) % 31 === digits[17] ? null : FAULT.credit_code_check
}
