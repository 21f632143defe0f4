import { useQueryClient } from '@tanstack/vue-query'
import { computed, ref, shallowRef, type Ref } from 'vue'
import { idempotencyKey } from '@/api/client'
import { ApiProblem, sentence } from '@/api/problem'
import { useFormDraft, type FormDraft } from '@/draft/useFormDraft'
import { done, failed } from '@/parts/notify'

export interface Kept {
  id: number
  version: number
  active: boolean
}

/** How rows of one kind are shown in a form and written. */
export interface Room<Row extends Kept, Form extends object> {
  /** First part of the key of the queries that show them. */
  key: string
  /** 园区, 承办单位 … */
  noun: string
  /** What the form's fields are called. */
  labels: { [field in keyof Form]: string }
  blank: () => Form
  /** Fields that the device never keeps. */
  secret?: (keyof Form & string)[]
  formOf: (row: Row) => Form
  create: (form: Form, headers: Record<string, string>) => Promise<Row>
  change: (row: Row, form: Form, headers: Record<string, string>) => Promise<Row>
  switchOn: (row: Row, active: boolean, headers: Record<string, string>) => Promise<Row>
  reread: (id: number) => Promise<Row>
  /** What must be filled in, by field; empty where all is well. */
  missing: (form: Form, isNew: boolean) => Partial<Record<keyof Form, string>>
}

const match = (row: Kept) => ({ 'If-Match': `"${row.version}"` })

/**
 * A form for one row at a time. Where somebody else was faster, it keeps what was typed, tells
 * what they changed, and lets one choose.
 */
export function useRecord<Row extends Kept, Form extends object>(room: Room<Row, Form>) {
  const queries = useQueryClient()
  const open = ref(false)
  const busy = ref(false)
  const row = shallowRef<Row | null>(null)
  const newest = shallowRef<Row | null>(null)
  const form = ref(room.blank()) as Ref<Form>
  const fault = shallowRef<unknown>(null)
  const missing = shallowRef<Partial<Record<keyof Form, string>>>({})
  /** Of a form with a secret: that is kept nowhere, so neither is what it was sent with. */
  let key = ''
  const draft = useFormDraft({
    name: () => `${room.key}/${row.value?.id ?? 'new'}`,
    form,
    secret: room.secret,
  })

  function start(from: Row | null, filled: Partial<Form> = {}) {
    row.value = from
    newest.value = null
    fault.value = null
    missing.value = {}
    form.value = from ? room.formOf(from) : room.blank()
    Object.assign(form.value, filled)
    key = idempotencyKey()
    open.value = true
    void draft.begin()
  }

  async function save(): Promise<Row | null> {
    missing.value = room.missing(form.value, !row.value)
    if (Object.values(missing.value).some(Boolean)) return null
    busy.value = true
    fault.value = null
    try {
      const kept = row.value
        ? await room.change(row.value, form.value, match(row.value))
        : await room.create(form.value, { 'Idempotency-Key': room.secret?.length ? key : await draft.keyFor(JSON.stringify(form.value)) })
      open.value = false
      await draft.drop()
      done(row.value ? `已保存${room.noun}` : `已新增${room.noun}`)
      return kept
    } catch (error) {
      fault.value = error
      if (row.value && error instanceof ApiProblem && error.status === 412) {
        newest.value = await room.reread(row.value.id).catch(() => null)
      }
      return null
    } finally {
      busy.value = false
      void queries.invalidateQueries({ queryKey: [room.key] })
    }
  }

  /** What the other one changed, in words. */
  const changed = computed(() => {
    if (!newest.value || !row.value) return []
    const before = room.formOf(row.value)
    const after = room.formOf(newest.value)
    const fields = (Object.keys(room.labels) as (keyof Form)[]).filter(
      (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
    )
    const names = fields.map((field) => room.labels[field])
    return newest.value.active === row.value.active ? names : [...names, newest.value.active ? '已启用' : '已停用']
  })

  /** Shows the present state and forgets what was typed. */
  function load() {
    if (!newest.value) return
    void draft.drop()
    start(newest.value)
  }

  /** Keeps what was typed; the next save is based on the present state. */
  function insist() {
    if (!newest.value) return
    row.value = newest.value
    newest.value = null
    fault.value = null
  }

  async function toggle(which: Row) {
    try {
      await room.switchOn(which, !which.active, match(which))
      done(which.active ? '已停用' : '已启用')
    } catch (error) {
      failed(error)
    } finally {
      await queries.invalidateQueries({ queryKey: [room.key] })
    }
  }

  const problem = computed(() => (fault.value instanceof ApiProblem ? fault.value : null))
  /** What stands under a field: what the page misses, then what the server says. */
  const under = (field: keyof Form, pointer = `/${String(field)}`) =>
    missing.value[field] || problem.value?.field(pointer) || undefined
  /** Faults that no field has a place for. */
  const rest = computed(() => {
    if (!fault.value) return ''
    const pointers = Object.keys(room.labels).map((field) => `/${field}`)
    return problem.value?.fields.length
      ? problem.value.elsewhere(pointers).join('；')
      : sentence(fault.value)
  })

  return { open, busy, row, form, newest, changed, rest, draft: draft as FormDraft, under, start, save, load, insist, toggle, noun: room.noun }
}

export type RecordForm = Pick<
  ReturnType<typeof useRecord<Kept, object>>,
  'open' | 'busy' | 'row' | 'newest' | 'changed' | 'rest' | 'draft' | 'save' | 'load' | 'insist' | 'noun'
>
