import { keepOnDevice, recall } from './device'

/** A short list of what was used last, the latest first. */
export async function recent<T>(name: string): Promise<T[]> {
  return (await recall<T[]>(`recent/${name}`)) ?? []
}

export async function noteRecent<T>(name: string, one: T, same: (a: T, b: T) => boolean, most = 12): Promise<void> {
  const others = (await recent<T>(name)).filter((other) => !same(other, one))
  await keepOnDevice(`recent/${name}`, [one, ...others].slice(0, most))
}
