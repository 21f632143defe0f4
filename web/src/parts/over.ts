/** How long a text is as the server counts it: characters, not the browser's units, without what it trims. */
export const lengthOf = (text: string) => Array.from(text.normalize('NFC').trim()).length

const number = (many: number) => String(many).replace(/\B(?=(\d{3})+$)/g, ',')

/** `超出1,000字`, or nothing where it fits. */
export function overText(text: string, max: number): string {
  const over = lengthOf(text) - max
  return over > 0 ? `超出${number(over)}字` : ''
}

/** From here on a counter helps. */
const NEAR = 0.6

/** `1,850/2,000` once the bound comes near. */
export function countText(text: string, max: number): string {
  const length = lengthOf(text)
  return length > max * NEAR ? `${number(length)}/${number(max)}` : ''
}

/** What `PartOver` marks, and whatever else keeps a form from being sent; it stands behind its field. */
export const OVER = 'data-over'

/** Whether a text in there is too long to be sent; the first such one gets the hand. */
export function refusesOver(within: ParentNode | null | undefined): boolean {
  const mark = within?.querySelector(`[${OVER}]`)
  if (!mark) return false
  const field = mark.parentElement?.querySelector<HTMLElement>('textarea, input')
  mark.scrollIntoView({ block: 'center' })
  field?.focus()
  return true
}

// Every form at once: it hears of its being sent only after this has let it pass.
if (typeof document !== 'undefined') {
  document.addEventListener(
    'submit',
    (event) => {
      if (!refusesOver(event.target as HTMLElement)) return
      event.preventDefault()
      event.stopImmediatePropagation()
    },
    true,
  )
}
