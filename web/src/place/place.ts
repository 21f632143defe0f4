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

export const blankPlace = (): Place => ({ mode: 'enterprise', enterprise: null, site_name: '', park_id: null })

export const placeName = (place: Place) =>
  place.mode === 'enterprise' ? (place.enterprise?.name ?? '') : place.site_name.trim()

export const placeIsChosen = (place: Place) => !!placeName(place)
