import { searchEnterprises } from '@/enterprise/enterprises'
import type { PlaceEnterprise } from '@/place/place'

/** As many names are looked up of one message. */
const LOOK_UPS = 5
/** More hits than these are no answer. */
const CHOICES = 4

/** What enterprises call themselves among each other: without the place and the legal form. */
const core = (name: string) =>
  name
    .replace(/[（(][^）)]*[）)]/g, '')
    .replace(/^(?:[\u4e00-\u9fa5]{2}(?:省|市|县|区))+/, '')
    .replace(/(?:有限责任公司|股份有限公司|有限公司|公司)$/, '')

/** The enterprises that a message may be about: one where it is clear, a few to choose from, or none. */
export async function enterprisesIn(text: string, names: string[], recent: PlaceEnterprise[]): Promise<PlaceEnterprise[]> {
  // Those used last need no network.
  const known = recent.filter((one) => core(one.name).length >= 3 && text.includes(core(one.name)))
  if (known.length) return known.slice(0, CHOICES)
  for (const name of names.slice(0, LOOK_UPS)) {
    const { enterprises } = await searchEnterprises(name)
    if (enterprises.length && enterprises.length <= CHOICES) {
      return enterprises.map(({ id, name, park_id }) => ({ id, name, park_id }))
    }
  }
  return []
}
