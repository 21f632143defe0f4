import { computed, readonly, ref } from 'vue'

/** How far the server's clock is ahead of this device's, in milliseconds. */
let ahead = 0
/** Hours and minutes of the server's time zone, such as `+08:00`. */
let offset = '+08:00'
const instant = ref(Date.now())

/** Now by the server's clock, in milliseconds. */
export const now = readonly(instant)

export function setServerTime(text: string): void {
  ahead = Date.parse(text) - Date.now()
  offset = /[+-]\d\d:\d\d$/.exec(text)?.[0] ?? '+00:00'
  tick()
}

function tick(): void {
  instant.value = Date.now() + ahead
}

// A page left open over midnight shows the new day.
setInterval(tick, 30_000)

function offsetMinutes(): number {
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number)
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

/** An instant in the server's time zone, `2021-08-16T09:00:00+08:00`. */
export function atServer(milliseconds: number): string {
  return new Date(milliseconds + offsetMinutes() * 60_000).toISOString().slice(0, 19) + offset
}

/** Now, so. */
export const serverNow = () => atServer(Date.now() + ahead)

/** A local wall-clock time of a form, `2021-08-17 10:00:00`, as the API takes it. */
export function toInstant(wallClock: string): string {
  return wallClock.replace(' ', 'T') + offset
}

/** The server's day, `YYYY-MM-DD`; the demo's lies in 2021. */
export const today = computed(() => new Date(instant.value + offsetMinutes() * 60_000).toISOString().slice(0, 10))
