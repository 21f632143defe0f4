import { expect, it } from 'vitest'
import { answersOf, checkOf, hazardsOf, lacking } from './drive'

const ITEMS = [{ text: '消防通道畅通' }, { text: '危化品专库存放', level: 'major' }, { text: '配备灭火器' }]
const SAID = { drive: 5, target: 2, group: 1, on: '2021-08-16', note: ' ', declined: false }

it('tells nothing of what is as it should be', () => {
  const answers = answersOf(ITEMS)
  expect(checkOf(SAID, answers)).toEqual({ drive_id: 5, target: 2, group: 1, on: '2021-08-16' })
  expect(hazardsOf(9, SAID.on, answers)).toEqual([])
  expect(lacking(answers)).toBe('')
})

it('makes a hazard of each line that fails, by its grade', () => {
  const answers = answersOf(ITEMS)
  answers[0]!.answer = 'no'
  answers[0]!.handling = 'on_spot'
  answers[1]!.answer = 'no'
  answers[2]!.answer = 'na'
  expect(lacking(answers)).toBe('第1项：请填写企业整改人')
  answers[0]!.mended_by = '张三'
  expect(lacking(answers)).toBe('')
  expect(checkOf({ ...SAID, note: '现场' }, answers)).toMatchObject({
    note: '现场',
    answers: [
      { item: 1, answer: 'no' },
      { item: 2, answer: 'no' },
      { item: 3, answer: 'na' },
    ],
  })
  expect(hazardsOf(9, SAID.on, answers)).toEqual([
    { check_id: 9, on: '2021-08-16', item: 1, text: '消防通道畅通', level: 'ordinary', handling: 'on_spot', mended_by: '张三' },
    { check_id: 9, on: '2021-08-16', item: 2, text: '危化品专库存放', level: 'major', handling: 'later' },
  ])
})

it('answers nothing where it was declined', () => {
  const answers = answersOf(ITEMS)
  answers[0]!.answer = 'no'
  expect(checkOf({ ...SAID, note: '生产繁忙', declined: true }, answers)).toEqual({ drive_id: 5, target: 2, group: 1, on: '2021-08-16', note: '生产繁忙', declined: true })
})
