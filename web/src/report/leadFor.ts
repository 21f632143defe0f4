import { api, ask } from '@/api/client'
import { keepOnDevice, recall } from '@/device/device'
import { leadOf } from '@/problem/problem'

const name = (category: number) => `lead/${category}`

/** Remembers who was asked to solve a category. */
export const noteLead = (category: number, department: number) => keepOnDevice(name(category), department)

/** Who took this category last; where nobody took it yet, the one above it. */
export async function proposedLead(category: number, above?: number | null): Promise<number | null> {
  return (await lastLead(category)) ?? (above ? await lastLead(above) : null)
}

/** On this device, or else the latest that was dispatched anywhere in sight. */
async function lastLead(category: number): Promise<number | null> {
  const kept = await recall<number>(name(category))
  if (kept) return kept
  const query = { category_id: category, limit: 10 }
  const found = await ask(api.GET('/api/v1/problems', { params: { query } })).catch(() => null)
  for (const problem of found?.items ?? []) {
    const lead = leadOf(problem)
    if (lead) return lead.department_id
  }
  return null
}
