/** `2021-W32` → `2021年第32周`, `2021-08` → `2021年8月`, `2021-Q3` → `2021年第3季度`; what is none of them is left. */
export function periodWord(text: string | null | undefined): string {
  const [, year, kind, number] = /^(\d{4})-([WQ]?)(\d{1,2})$/.exec(text ?? '') ?? []
  if (!year) return text ?? '—'
  return kind === 'W' ? `${year}年第${Number(number)}周` : kind === 'Q' ? `${year}年第${Number(number)}季度` : `${year}年${Number(number)}月`
}
