/** Whether keys belong to a field, a menu or a dialog instead of the page. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || !!target.closest('input, textarea, select, [role="dialog"], [role="listbox"], [role="menu"]')
}
