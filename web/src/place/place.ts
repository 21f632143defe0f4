/** Where a problem or a visit is: at an enterprise, or at a project site. */
export interface Place {
  mode: 'enterprise' | 'site'
  enterprise: PlaceEnterprise | null
  site_name: string
  /** Asked for at a site only; an enterprise brings its own. */
  park_id: number | null
}

export interface PlaceEnterprise {
  id: number
  name: string
  park_id: number
}

/** The place that an enterprise's, a visit's or a project's page sends along in the address. */
export function placeFrom(query: Record<string, unknown>): Place | null {
  const number = (name: string) => Number(query[name]) || null
  const enterprise = number('enterprise_id')
  const park = number('park_id')
  if (enterprise && park) {
    const chosen = { id: enterprise, name: String(query.name ?? `企业 #${enterprise}`), park_id: park }
    return { ...blankPlace(), enterprise: chosen }
  }
  return park && query.site_name ? { ...blankPlace(), mode: 'site', site_name: String(query.site_name), park_id: park } : null
}

export const blankPlace = (): Place => ({ mode: 'enterprise', enterprise: null, site_name: '', park_id: null })

export const placeName = (place: Place) =>
  place.mode === 'enterprise' ? (place.enterprise?.name ?? '') : place.site_name.trim()

export const enterpriseOf = (place: Place) => (place.mode === 'enterprise' ? (place.enterprise?.id ?? null) : null)

export const placeIsChosen = (place: Place) => !!placeName(place)
