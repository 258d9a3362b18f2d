/** How much the page is wider than the window, in px: so far it would scroll sideways. Runs in the page, by itself. */
export function sidewaysBy(): number {
  return Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)
}
