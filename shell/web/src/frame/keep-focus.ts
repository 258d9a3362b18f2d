import { isTitleAwaited } from '../state/page-title.ts'

/** How long whoever took something away may set the focus by itself. */
const OWN_CHOICE_MS = 80
const HEADINGS = 'h1, h2, h3, h4'

/**
 * Sees to it that the focus is never lost: where what had it is taken away, by the shell or by a module, the focus goes to the
 * heading of what is left around it.
 *
 * A keyboard would otherwise begin again at the top of the document, and a screen reader fall silent.
 */
export function watchLostFocus(): void {
  /** What has the focus, with everything around it, innermost first. */
  let path: readonly Element[] = []
  let isLooking = false
  const look = () => {
    if (isLooking || path.length === 0) return
    isLooking = true
    setTimeout(() => {
      isLooking = false
      const around = path
      if (!isNowhere() || isTitleAwaited()) return
      path = []
      // Left by choice, such as by a press on nothing, where it still stands.
      if (!around[0] || !isThere(around[0])) giveFocus(around.filter(isThere))
    }, OWN_CHOICE_MS)
  }
  addEventListener('focusin', (event) => {
    path = event.composedPath().filter((target) => target instanceof Element)
    // The browser brings the line that is written in into view, and leaves the rest below the tabs of a phone.
    if (path[0]?.localName === 'textarea') path[0].scrollIntoView({ block: 'nearest' })
  })
  addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget === null) look()
  })
  new MutationObserver(() => {
    if (path.length > 0 && isNowhere()) look()
  }).observe(document, { childList: true, subtree: true })
}

const isThere = (element: Element) => element.isConnected && element.checkVisibility() && !element.matches(':disabled')
const isNowhere = () => document.activeElement === null || document.activeElement === document.body

function giveFocus(around: readonly Element[]) {
  for (const element of around) {
    const heading = [...element.querySelectorAll<HTMLElement>(HEADINGS)].find((one) => one.checkVisibility())
    if (!heading) continue
    if (!heading.hasAttribute('tabindex')) heading.tabIndex = -1
    return heading.focus({ preventScroll: true })
  }
  document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true })
}
