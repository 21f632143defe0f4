import type { Entry } from '@/entries/entry'
import type { Ledger } from '@/entries/ledger'

export interface Rate {
  numerator: number
  denominator: number
  percent: string | null
}

export interface Counts {
  checked: number
  declined: number
  found: number
  verified: number
  open: number
  rectified: Rate
  in_time: Rate
}

/** How a drive stands, as `GET /drives/{id}/numbers` tells it. */
export interface Standing {
  as_of: string
  targets: number
  coverage: Rate
  counts: Counts
  zero_on: string | null
  sentence: string
  groups: { group: number; name: string; counts: Counts }[]
  parks: { park_id: number; name: string; targets: number; counts: Counts }[]
  items: { item: number | null; text: string | null; found: number; verified: number; open: number }[]
}

export interface Target {
  enterprise_id?: number | null
  name: string
  park_id: number
}

export interface Item {
  text: string
  level?: string | null
}

const list = <T>(entry: Entry, field: string): T[] => (entry[field] as T[] | null | undefined) ?? []
export const targetsOf = (entry: Entry): Target[] => list(entry, 'targets')
export const groupsOf = (entry: Entry): { name: string; members?: string | null }[] => list(entry, 'groups')
export const itemsOf = (entry: Entry): Item[] => list(entry, 'checklist')

/** A line of the checklist as somebody in the field answers it: it is as it should be until they say otherwise. */
export interface Answer {
  answer: 'yes' | 'no' | 'na'
  text: string
  level: string
  handling: string
  mended_by: string
}

export const answersOf = (items: Item[]): Answer[] =>
  items.map((item) => ({ answer: 'yes', text: item.text, level: item.level ?? 'ordinary', handling: 'later', mended_by: '' }))

interface Said {
  drive: number
  target: number
  group: number
  on: string
  note: string
  declined: boolean
}

/** The body of the check: only what isn't as it should be is told. */
export function checkOf({ drive, target, group, on, note, declined }: Said, answers: Answer[]) {
  const told = answers.flatMap(({ answer }, index) => (answer === 'yes' ? [] : [{ item: index + 1, answer }]))
  return {
    drive_id: drive,
    target,
    group,
    on,
    ...(note.trim() ? { note: note.trim() } : {}),
    ...(declined ? { declined } : told.length ? { answers: told } : {}),
  }
}

/** The hazards that its answers tell of, by their lines. */
export function hazardsOf(check: number, on: string, answers: Answer[]) {
  return answers.flatMap(({ answer, text, level, handling, mended_by }, index) =>
    answer === 'no'
      ? [
          {
            check_id: check,
            on,
            item: index + 1,
            text: text.trim(),
            level,
            handling,
            ...(handling === 'on_spot' ? { mended_by: mended_by.trim() } : {}),
          },
        ]
      : [],
  )
}

/** What is still to be said before it can be sent, by the line; nothing where all is. */
export function lacking(answers: Answer[]): string {
  const index = answers.findIndex((one) => one.answer === 'no' && (!one.text.trim() || (one.handling === 'on_spot' && !one.mended_by.trim())))
  const one = answers[index]
  if (!one) return ''
  return `第${index + 1}项：请填写${one.text.trim() ? '企业整改人' : '隐患'}`
}

/** The words of a field of a ledger. */
export function wordsOf(ledger: Ledger | undefined, field: string): { value: string; label: string }[] {
  const kind = ledger?.fields.find((one) => one.name === field)?.kind
  return kind?.type === 'word' ? kind.words.map((one) => ({ value: one.key, label: one.zh })) : []
}
