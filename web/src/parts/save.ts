/** Hands a file to the browser to be saved under its name. */
export function save(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  // Not at once: some browsers begin to read it only after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** The name that the server gives a file (RFC 5987). */
export function fileName(disposition: string | null): string | null {
  const [, name] = /filename\*=UTF-8''([^;]+)/.exec(disposition ?? '') ?? []
  return name ? decodeURIComponent(name) : null
}

/** What lists are exported as. */
export const TABLES = { xlsx: 'Excel（xlsx）', csv: 'CSV' } as const
export type TableFormat = keyof typeof TABLES
