import type { Schemas } from '@/api/client'
import { codeFault, plainCode } from './creditCode'
import type { Enterprise } from './enterprises'

export interface ContactFields {
  name: string
  position: string
  phone: string
  email: string
}

export interface EnterpriseForm {
  name: string
  credit_code: string
  park_id: number | null
  industry: string
  size: Schemas['EnterpriseSize'] | null
  tags: string[]
  operating_status: Schemas['OperatingStatus'] | null
  operating_status_since: string
  assisting_leader: string
  liaison_user_id: number | null
  contacts: ContactFields[]
}

export function blankEnterprise(park_id: number | null): EnterpriseForm {
  return {
    name: '',
    credit_code: '',
    park_id,
    industry: '',
    size: null,
    tags: [],
    operating_status: null,
    operating_status_since: '',
    assisting_leader: '',
    liaison_user_id: null,
    contacts: [],
  }
}

export const newContact = (): ContactFields => ({ name: '', position: '', phone: '', email: '' })

export function formOf(one: Enterprise): EnterpriseForm {
  return {
    ...blankEnterprise(one.park_id),
    name: one.name,
    credit_code: one.credit_code ?? '',
    industry: one.industry ?? '',
    size: one.size ?? null,
    tags: [...one.tags],
    assisting_leader: one.assisting_leader ?? '',
    liaison_user_id: one.liaison_user_id ?? null,
    contacts: one.contacts.map((contact) => ({
      name: contact.name,
      position: contact.position ?? '',
      phone: contact.phone ?? '',
      email: contact.email ?? '',
    })),
  }
}

/** Who is shown masked numbers must not write them back. */
export const isMasked = (one: Pick<Enterprise, 'contacts'>) => one.contacts.some((contact) => contact.phone?.includes('****'))

export function missingInEnterprise(form: EnterpriseForm): Record<string, string> {
  const found: Record<string, string> = {}
  if (!form.name.trim()) found['/name'] = '请填写企业名称'
  if (!form.park_id) found['/park_id'] = '请选择园区'
  const fault = form.credit_code.trim() ? codeFault(form.credit_code) : null
  if (fault) found['/credit_code'] = fault
  form.contacts.forEach((contact, index) => {
    if (!contact.name.trim()) found[`/contacts/${index}/name`] = '请填写联系人姓名'
  })
  return found
}

const orNull = (text: string) => text.trim() || null

function facts(form: EnterpriseForm) {
  return {
    name: form.name.trim(),
    credit_code: form.credit_code.trim() ? plainCode(form.credit_code) : null,
    industry: orNull(form.industry),
    size: form.size,
    tags: form.tags,
    assisting_leader: orNull(form.assisting_leader),
    liaison_user_id: form.liaison_user_id,
  }
}

const contacts = (form: EnterpriseForm): Schemas['Contact'][] =>
  form.contacts.map((one) => ({
    name: one.name.trim(),
    position: orNull(one.position),
    phone: orNull(one.phone),
    email: orNull(one.email),
  }))

export function createBody(form: EnterpriseForm): Schemas['EnterpriseIn'] {
  return {
    ...facts(form),
    // The page asked for it before.
    park_id: form.park_id ?? 0,
    operating_status: form.operating_status,
    operating_status_since: form.operating_status ? form.operating_status_since || null : null,
    contacts: contacts(form),
  }
}

/** Masked contacts stay out of it, and so does a park that doesn't change. */
export function patchBody(form: EnterpriseForm, before: Enterprise): Schemas['EnterprisePatch'] {
  const patch: Schemas['EnterprisePatch'] = facts(form)
  if (form.park_id && form.park_id !== before.park_id) patch.park_id = form.park_id
  if (!isMasked(before)) patch.contacts = contacts(form)
  return patch
}
