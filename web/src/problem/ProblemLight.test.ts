// @vitest-environment jsdom
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { setServerTime } from '@/session/today'
import { textOf } from '@/testing/stage'
import ProblemLight from './ProblemLight.vue'

setServerTime('2021-08-16T09:00:00+08:00')
const clock = { due_on: '2021-08-20', original_due_on: '2021-08-20', provisional: false, light: 'green' as const, remaining_working_days: 4, why: [] }
const light = (props: InstanceType<typeof ProblemLight>['$props']) => mount(ProblemLight, { props }).element

it.each([
  ['green', 3, '2021-08-19', '正常· 剩 3 个工作日'],
  ['yellow', 1, '2021-08-17', '临期· 剩 1 个工作日'],
  ['yellow', 0, '2021-08-16', '今日到期'],
  ['red', -4, '2021-08-10', '超期· 已超 4 个工作日'],
] as const)('a %s light says in words what its dot says, with %i days left', (colour, remaining, due_on, said) => {
  const found = light({ clock: { ...clock, light: colour, remaining_working_days: remaining, due_on }, kind: 'solve' })
  // Between the words lies a gap of the style.
  expect(textOf(found)).toBe(said)
  // The dot is for the eye alone, and has a shape of its own.
  expect(found.querySelector('i')?.getAttribute('aria-hidden')).toBe('true')
  expect(found.className).toContain(colour)
})

it('says that a day may still move', () => {
  expect(textOf(light({ clock: { ...clock, remaining_working_days: 90, provisional: true } }))).toBe('正常· 剩 90 个工作日（暂定）')
})

it('is nothing where no clock runs', () => {
  expect(mount(ProblemLight, { props: { light: null } }).find('.light').exists()).toBe(false)
})

it('says of a colour alone what red means there', () => {
  expect(textOf(light({ light: 'red', late: '逾期' }))).toBe('逾期')
})
