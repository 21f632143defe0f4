import { describe, expect, it } from 'vitest'
import { asks, CALLS, numbersOf, silent } from './lead'

const RATE = { numerator: 1, denominator: 2, percent: '50.0' }
const NUMBERS = {
  rates: {},
  signed_amount: 180_000_000,
  framework_amount: 0,
  started: RATE,
  funds: RATE,
  converted: RATE,
  talents_of_day: { people: 2, arrived: 2, flexible: 0 },
  stale: { answer: 0, assess: 2, feedback: 0, progress: 1 },
}

describe('leads', () => {
  it('tells whom somebody has to ask after, in the order of the limits', () => {
    const told = numbersOf(NUMBERS)
    expect(told && silent(told)).toEqual([
      { word: '未研判', number: 2 },
      { word: '久无进展', number: 1 },
    ])
  })

  it('asks of each kind what belongs to it', () => {
    expect(asks('planned_yuan', { kind: 'talent' })).toBe(false)
    expect(asks('person', { kind: 'talent' })).toBe(true)
    expect(asks('person', {})).toBe(false)
    expect(asks('name', { kind: 'talent' })).toBe(true)
  })

  it('has no numbers where the server told none', () => {
    expect(numbersOf({ rates: {} })).toBeUndefined()
  })

  it('offers calls that name nobody', () => {
    expect(CALLS.every((text) => text.length <= 40 && !/\d{7}/.test(text))).toBe(true)
  })
})
