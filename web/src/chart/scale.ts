/** The arithmetic of the charts: plain numbers in, plain numbers out. */

/** What reaches the top of a chart; one case alone doesn't tower. */
export function highest(values: number[]): number {
  return Math.max(4, ...values)
}

/**
 * Lengths that fill the room in proportion to the values. What is there has at least `least`, so that it can
 * be seen and pressed; the others give it up. Nothing has no length.
 */
export function shares(values: number[], room: number, least: number): number[] {
  const small = new Set<number>()
  for (;;) {
    const left = room - least * small.size
    const sum = values.reduce((sum, value, at) => sum + (small.has(at) ? 0 : value), 0)
    const length = (value: number, at: number) => (small.has(at) ? least : sum ? (left * value) / sum : 0)
    const short = values.findIndex((value, at) => value > 0 && !small.has(at) && length(value, at) < least)
    if (short < 0) return values.map(length)
    small.add(short)
  }
}

/** Where each of some lengths begins, one after the other with a gap between those that are there. */
export function starts(lengths: number[], gap: number): number[] {
  let at = 0
  return lengths.map((length) => {
    const start = at
    if (length > 0) at += length + gap
    return start
  })
}

/** How wide a text is drawn, near enough: a Chinese character is as wide as it is high. */
export function textWidth(text: string, size: number): number {
  return [...text].reduce((width, one) => width + (one > '\u2e7f' ? size : size * 0.6), 0)
}

/** As much of a name as the room holds. */
export function shortened(name: string, room: number, size: number): string {
  if (textWidth(name, size) <= room) return name
  const kept = [...name]
  while (kept.length && textWidth(`${kept.join('')}…`, size) > room) kept.pop()
  return `${kept.join('')}…`
}

/** The steps of a heat map: 0 for nothing, then 1 (pale) to 5 (the largest). */
export function shade(value: number, largest: number): number {
  return value > 0 && largest > 0 ? Math.min(5, Math.ceil((value / largest) * 5)) : 0
}

/** The corners of a line through values, evenly spaced in a box; what isn't known breaks it. */
export function linePoints(values: (number | null)[], width: number, height: number, margin: number) {
  const known = values.filter((value): value is number => value !== null)
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const x = (at: number) => margin + ((width - 2 * margin) * at) / Math.max(1, values.length - 1)
  // One level all along stands in the middle, not at the bottom as if it were nothing.
  const y = (value: number) => (high === low ? height / 2 : height - margin - ((height - 2 * margin) * (value - low)) / (high - low))
  return values.flatMap((value, at) => (value === null ? [] : [{ x: x(at), y: y(value) }]))
}
