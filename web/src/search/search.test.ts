import { describe, expect, it } from 'vitest'
import { type Hit, pathOf, textsOf, titleOf } from './search'

const hit = (more: Partial<Hit>): Hit => ({
  kind: 'problem',
  id: 7,
  number: 'SH-2021-007',
  title: '担心用电',
  enterprise: null,
  status: 'reported',
  matched_in: ['title'],
  highlights: [],
  updated_at: '2021-08-16T09:00:00+08:00',
  ...more,
})

describe('what was found', () => {
  const title = { field: 'title' as const, segments: [{ text: '担心', found: false }, { text: '用电', found: true }] }
  const text = { field: 'description' as const, segments: [{ text: '…', found: false }, { text: '用电', found: true }] }

  it('marks the title in its place and tells the other texts below', () => {
    const both = hit({ highlights: [title, text] })
    expect(titleOf(both)).toEqual(title.segments)
    expect(textsOf(both)).toEqual([text])
  })
  it('shows the title plainly where nothing was found in it', () => {
    expect(titleOf(hit({ highlights: [text] }))).toEqual([{ text: '担心用电', found: false }])
  })
  it('leads to where it is', () => {
    expect(pathOf(hit({}))).toBe('/problems/7')
    expect(pathOf(hit({ kind: 'enterprise', id: 3 }))).toBe('/enterprises/3')
  })
})
