import { expect, it } from 'vitest'
import { PHRASES, shippedPhrases } from '@/words/phrases'
import { inOrder, inserted, LONGEST, noPhrases, OWN_MOST, readPhrases, refusesOwn, withOwn, withoutOwn, withUse } from './phrases'
import { FORMS, type Action } from '@/problem/forms'

const SHIPPED = ['甲', '乙', '丙']

it('offers what was used last first, and what was used for this category before that', () => {
  let phrases = withOwn(noPhrases(), '我的')
  expect(inOrder(phrases, SHIPPED, null)).toEqual(['我的', '甲', '乙', '丙'])
  phrases = withUse(withUse(phrases, '乙', 4), '丙', 5)
  expect(inOrder(phrases, SHIPPED, null)).toEqual(['丙', '乙', '我的', '甲'])
  expect(inOrder(phrases, SHIPPED, 4)).toEqual(['乙', '丙', '我的', '甲'])
  // Used again, it is the last one again.
  expect(inOrder(withUse(phrases, '乙', 5), SHIPPED, null)[0]).toBe('乙')
})

it('forgets the use of what was removed, and of what is shipped no more', () => {
  const phrases = withUse(withUse(withOwn(noPhrases(), '我的'), '我的', null), '旧的', null)
  expect(inOrder(withoutOwn(phrases, '我的'), SHIPPED, null)).toEqual(SHIPPED)
  expect(inOrder(phrases, SHIPPED, null)).toEqual(['我的', ...SHIPPED])
})

it('takes as many own ones as can be looked through, and none that is long, empty or there already', () => {
  expect(refusesOwn(noPhrases(), SHIPPED, '  ')).toBe('请先填写内容')
  expect(refusesOwn(noPhrases(), SHIPPED, ' 甲 ')).toBe('常用语中已有')
  expect(refusesOwn(noPhrases(), SHIPPED, '字'.repeat(LONGEST))).toBe('')
  expect(refusesOwn(noPhrases(), SHIPPED, '字'.repeat(LONGEST + 1))).toBe(`常用语不超过${LONGEST}字`)
  const all = (many: number) => ({ own: Array.from({ length: many }, (_, place) => `第${place}条`), used: [] })
  expect(refusesOwn(all(OWN_MOST - 1), SHIPPED, '新的')).toBe('')
  expect(refusesOwn(all(OWN_MOST), SHIPPED, '新的')).toBe(`最多保存${OWN_MOST}条，请先删除不用的`)
})

it('goes behind what was typed', () => {
  expect(inserted('', '已办结。')).toBe('已办结。')
  expect(inserted('已联系。', '已办结。')).toBe('已联系。已办结。')
})

it('reads what an older page or a broken store kept as far as it is understood', () => {
  expect(readPhrases(null)).toEqual(noPhrases())
  expect(readPhrases({ own: ['甲', 3], used: [{ text: '甲', category: null }, null] })).toEqual({ own: ['甲'], used: [{ text: '甲', category: null }] })
})

it('ships phrases for fields that there are, and a leader’s own words for a leader', () => {
  for (const [action, fields] of Object.entries(PHRASES)) {
    const texts = FORMS[action as Exclude<Action, 'report'>].fields.filter((one) => one.kind === 'text').map((one) => one.name)
    for (const field of Object.keys(fields ?? {})) expect(texts, action).toContain(field)
  }
  expect(shippedPhrases('supervise', 'text', 'leader')).not.toEqual(shippedPhrases('supervise', 'text', 'coordinator'))
  expect(shippedPhrases('supervise', 'text', null)).toEqual([])
})
