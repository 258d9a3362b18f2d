export interface SmallTarget {
  readonly name: string
  readonly size: string
}

/**
 * What is smaller to press than `px` in either direction, as far as a pointer finds it from its middle outwards: with the label
 * that belongs to it, and with the row that it is stretched over. A link within a sentence is as high as its line (WCAG 2.5.8).
 *
 * @param within Which ones are measured. @default all
 * Runs in the page, by itself.
 */
export function targetsBelow({
  px,
  within = 'a[href], button, summary, select, textarea, input:not([type="hidden"]), [role="switch"], [role^="menuitem"], [role="option"]',
}: {
  readonly px: number
  readonly within?: string | undefined
}): SmallTarget[] {
  const isWithinSentence = (element: Element) => {
    const around = element.parentElement
    const words = (around?.textContent ?? '').replace(element.textContent ?? '', '').trim()
    return element.matches('a') && getComputedStyle(element).display === 'inline' && words.length > 2
  }
  const small: { name: string; size: string }[] = []
  const modal = document.querySelector('dialog[open], [popover]:popover-open')
  for (const element of (modal ?? document).querySelectorAll<HTMLElement>(within)) {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: false }) || element.closest('[inert], .d1-skip-link')) continue
    if (isWithinSentence(element) || (element as HTMLInputElement).disabled) continue
    element.scrollIntoView({ block: 'center', inline: 'nearest' })
    const { left, top, width, height } = element.getBoundingClientRect()
    const [x, y] = [left + width / 2, top + height / 2]
    const label = (element as HTMLInputElement).labels?.[0]
    const isHit = (atX: number, atY: number) => {
      const hit = document.elementFromPoint(atX, atY)
      return hit !== null && (element.contains(hit) || label?.contains(hit) === true)
    }
    if (!isHit(x, y)) {
      small.push({ name: element.outerHTML.slice(0, 100), size: 'not to be pressed at its middle' })
      continue
    }
    const reach = (dx: number, dy: number) => {
      let far = 0
      while (far < px && isHit(x + dx * (far + 1), y + dy * (far + 1))) far++
      return far
    }
    const [wide, high] = [reach(-1, 0) + reach(1, 0) + 1, reach(0, -1) + reach(0, 1) + 1]
    if (wide < px || high < px) small.push({ name: element.outerHTML.slice(0, 160), size: `${wide} × ${high}` })
  }
  scrollTo(0, 0)
  return small
}
