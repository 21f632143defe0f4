/** Days and instants come as text in the server's time zone; they are shown as they are written. */

/** `2021-08-11` → `8月11日`, with the year where it isn't this one. */
export function day(text: string | null | undefined, today = ''): string {
  if (!text) return '—'
  const [year, month, date] = text.slice(0, 10).split('-').map(Number)
  const short = `${month}月${date}日`
  return today.startsWith(`${year}-`) ? short : `${year}年${short}`
}

/** `2021-08-02T09:30:00+08:00` → `2021-08-02 09:30`, the server's wall clock. */
export function instant(text: string | null | undefined): string {
  return text ? `${text.slice(0, 10)} ${text.slice(11, 16)}` : '—'
}

/** `2021-08-16` → `一`. */
export function weekday(text: string): string {
  return '日一二三四五六'[new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDay()] ?? ''
}

/** A day some days later, counted on the calendar. */
export function plusDays(text: string, days: number): string {
  const [year = 0, month = 1, date = 1] = text.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1, date + days)).toISOString().slice(0, 10)
}

/** Monday of the week a day lies in. */
export function mondayOf(text: string): string {
  const weekday = new Date(`${text}T00:00:00Z`).getUTCDay()
  return plusDays(text, -((weekday + 6) % 7))
}
