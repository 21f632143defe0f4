import type { useNames } from '@/directory/names'
import { mainFields, moreFields } from './fields'
import type { Filters } from './filters'

/** The filters in words, `园区：沙河产业园区`, in the order of the form. */
export function describeFilters(filters: Filters, names: ReturnType<typeof useNames>, enterprise?: string): string[] {
  const fields = [...mainFields(names), ...moreFields(names, true)]
  return fields.flatMap((field) => {
    const values = field.name === 'status' ? filters.status : [filters[field.name]].filter((one) => !!one)
    if (!values.length) return []
    if (field.kind === 'flag') return [field.label]
    if (field.kind === 'enterprise') return [`${field.label}：${enterprise ?? (values[0] === 'null' ? '（无）' : `#${values[0]}`)}`]
    const options = 'options' in field ? field.options : []
    const shown = values.map((value) => options.find((one) => one.value === value)?.label ?? (value === 'null' ? '（无）' : value))
    return [`${field.label}：${shown.join('、')}`]
  })
}
