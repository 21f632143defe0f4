import type { Schemas } from '@/api/client'
import { isOwn, type Kind } from './kinds'

export type FileColumn = Schemas['FileColumn']

/** By the letter of a column, what it is taken for; null passes it over. */
export type Choice = Record<string, string | null>

/** The columns without which nothing can be taken: any one of each group. */
const NEEDED: Record<Kind, string[][]> = {
  problems: [['title', 'description']],
  visits: [['visited_on'], ['place']],
  enterprises: [['name']],
}

/** As the server took them. */
export const choiceOf = (columns: FileColumn[]): Choice =>
  Object.fromEntries(columns.map(({ letter, key }) => [letter, key ?? null]))

/** What a column is taken for no other one can be. */
export function chosen(choice: Choice, letter: string, key: string | null): Choice {
  const others = Object.entries(choice).map(([other, had]) => [other, key !== null && had === key ? null : had])
  return { ...Object.fromEntries(others), [letter]: key }
}

export const isChanged = (columns: FileColumn[], choice: Choice) =>
  Object.entries(choiceOf(columns)).some(([letter, key]) => choice[letter] !== key)

/** The groups of keys of which none is chosen. */
export function lacking(kind: string, choice: Choice): string[][] {
  const had = Object.values(choice)
  return (isOwn(kind) ? NEEDED[kind] : []).filter((group) => !group.some((key) => had.includes(key)))
}

/**
 * What is sent: every column of a header that was found. Without one only what somebody said, so
 * that the columns that the server knows by itself stay what they are.
 */
export function mappingOf(choice: Choice, isFound: boolean): Choice {
  return isFound ? choice : Object.fromEntries(Object.entries(choice).filter(([, key]) => key !== null))
}

/** Columns as Excel names them, where the server found no header to tell of. */
export const blankColumns = (many: number): FileColumn[] =>
  Array.from({ length: many }, (_, index) => ({ letter: letterOf(index), heading: '', key: null }))

export function letterOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last
}
