import { expect, it } from 'vitest'
import { countDays, countOf, endsOf, monthOf, rowsOf, shifted, urgency } from './due'

const due = (due_on: string) => ({ clocks: { solve: { due_on } } })

it('counts the cases by the day on which their solve limit ends', () => {
  const counts = countDays([due('2021-08-17'), due('2021-08-18'), due('2021-08-17'), { clocks: {} }])
  expect(counts).toEqual({ '2021-08-17': 2, '2021-08-18': 1 })
  expect(countOf(counts, '2021-08-17', '2021-08-18')).toBe(3)
  expect(countOf(counts, '2021-08-18', '2021-08-18')).toBe(1)
  expect(countOf(counts, '2021-08-19', '2021-08-30')).toBe(0)
})

it('goes from month to month over the year', () => {
  expect(monthOf('2021-08-16')).toEqual({ year: 2021, month: 8 })
  expect(shifted({ year: 2021, month: 12 }, 1)).toEqual({ year: 2022, month: 1 })
  expect(shifted({ year: 2021, month: 1 }, -1)).toEqual({ year: 2020, month: 12 })
  expect(endsOf({ year: 2024, month: 2 })).toEqual({ from: '2024-02-01', to: '2024-02-29' })
})

it('opens the rows that it counts, for a department those that it leads', () => {
  expect(rowsOf('2021-08-17', '2021-08-17', false)).toEqual({ status: [], due_from: '2021-08-17', due_to: '2021-08-17', sort: 'due_on' })
  expect(rowsOf('2021-08-17', '2021-08-17', true).count_of).toBe('outstanding')
})

it('says what is late, and what presses', () => {
  expect(['2021-08-15', '2021-08-16', '2021-08-17', '2021-08-18'].map((day) => urgency(day, '2021-08-16'))).toEqual(['late', 'near', 'near', 'later'])
})
