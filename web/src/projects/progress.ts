/** `+13.8` → `超序时进度 13.8 个百分点`, `-2.0` → `欠序时进度 2.0 个百分点`. */
export function pointsWord(points: string): string {
  const size = points.replace(/^[+\-−]/, '')
  if (Number(size) === 0) return '与序时进度持平'
  return `${/^[-−]/.test(points) ? '欠' : '超'}序时进度 ${size} 个百分点`
}
