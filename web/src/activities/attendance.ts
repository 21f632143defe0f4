/** An enterprise that was at an activity. */
export interface Attended {
  enterprise_id?: number | null
  name?: string | null
  people?: number | null
}

/** A line's name, and how many came where a number stands behind it. */
const COUNTED = /^(.+?)[\s,，:：]+(\d{1,4})人?$/

/** Names as they are pasted: one a line, or several with commas between them, each perhaps with a number of people. */
export function pasted(text: string): Attended[] {
  const lines = text.split(/[\n;；、]/).map((line) => line.trim())
  return lines.filter(Boolean).map((line) => {
    const [, name, people] = COUNTED.exec(line) ?? []
    return name && Number(people) > 0 ? { name: name.trim(), people: Number(people) } : { name: line }
  })
}

/** The list as it is written: one a line. */
export const written = (all: Attended[]): string =>
  all.map((one) => [one.name, one.people].filter((part) => part != null).join(' ')).join('\n')

/** The places, from 1, of those that stand there a second time, however they are spaced. */
export function repeated(all: Attended[]): number[] {
  const plain = all.map((one) => (one.name ?? '').replace(/\s/g, ''))
  return plain.flatMap((name, index) => (plain.indexOf(name) < index ? [index + 1] : []))
}
