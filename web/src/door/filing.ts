import { idempotencyKey, type Schemas } from '@/api/client'

/** What an enterprise writes, kept on its device until the park has it. */
export interface Filing {
  /** Sent as `Idempotency-Key`: however often it is sent, it is filed once. */
  key: string
  title: string
  description: string
  category_id: number | null
  severity: Schemas['Severity']
  confidential: boolean
  contact_name: string
  contact_phone: string
}

const place = (enterprise: string) => `zhuqi.door.draft.${enterprise}`

/** An empty form; who fills it in is the same person as before. */
export function blank(before?: Filing): Filing {
  return {
    key: idempotencyKey(),
    title: '',
    description: '',
    category_id: null,
    severity: 'ordinary',
    confidential: false,
    contact_name: before?.contact_name ?? '',
    contact_phone: before?.contact_phone ?? '',
  }
}

export function restoreFiling(enterprise: string): Filing {
  const kept = localStorage.getItem(place(enterprise))
  // A form kept by an earlier version may lack what is new.
  return kept ? { ...blank(), ...(JSON.parse(kept) as Partial<Filing>) } : blank()
}

export function keepFiling(enterprise: string, filing: Filing): void {
  localStorage.setItem(place(enterprise), JSON.stringify(filing))
}

/** What can be told before anything is sent; pointers as the API's. */
export function missing(filing: Filing): Record<string, string> {
  const found: Record<string, string> = {}
  if (!filing.title.trim()) found['/title'] = '请用一句话说明遇到的问题'
  if (!filing.contact_name.trim()) found['/contact_name'] = '请填写联系人'
  if ((filing.contact_phone.match(/\d/g) ?? []).length < 5) found['/contact_phone'] = '请填写能联系到您的电话'
  return found
}

export function filingBody({ key: _, ...filing }: Filing): Schemas['FilingIn'] {
  return {
    ...filing,
    title: filing.title.trim(),
    description: filing.description.trim(),
    contact_name: filing.contact_name.trim(),
    contact_phone: filing.contact_phone.trim(),
  }
}
