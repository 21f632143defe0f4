import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { textOf } from '@/testing/stage'
import ProblemLight from './ProblemLight.vue'

const light = (props: InstanceType<typeof ProblemLight>['$props']) => mount(ProblemLight, { props }).element

it.each([
  ['green', 3, '正常· 剩 3 个工作日'],
  ['yellow', 1, '临期· 剩 1 个工作日'],
  ['yellow', 0, '临期· 今日到期'],
  ['red', -4, '超期· 已超 4 个工作日'],
] as const)('a %s light says in words what its dot says, with %i days left', (colour, remaining, said) => {
  const found = light({ light: colour, remaining })
  // Between the words lies a gap of the style.
  expect(textOf(found)).toBe(said)
  // The dot is for the eye alone, and has a shape of its own.
  expect(found.querySelector('i')?.getAttribute('aria-hidden')).toBe('true')
  expect(found.className).toContain(colour)
})

it('says that a day may still move', () => {
  expect(textOf(light({ light: 'green', remaining: 90, provisional: true }))).toBe('正常· 剩 90 个工作日（暂定）')
})

it('is nothing where no clock runs', () => {
  expect(mount(ProblemLight, { props: { light: null } }).find('.light').exists()).toBe(false)
})
