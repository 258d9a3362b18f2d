/** Where the focus stands after a press of Tab. */
export interface Stop {
  /** The landmark around it, or the dialog. */
  readonly region: string
  /** What it is called, and its role where that is not a link's or a button's own. */
  readonly name: string
  /** By an outline or a shadow of its own, or by an outline of the row that it stands in. */
  readonly showsFocus: boolean
  /** Which of the points at its middle and its edges are outside of the window, or under something else: what that is. */
  readonly hidden: readonly string[]
}

/** What has the focus, as an eye and an ear would find it; `null` where that is nothing. Runs in the page, by itself. */
export function stopNow(): Stop | null {
  const focused = document.activeElement
  if (!focused || focused === document.body) return null
  /** How far up an outline may be drawn: a row that is one link has it around itself. */
  const rowLevels = 3
  const describe = (element: Element) => `${element.localName}${[...element.classList].map((name) => `.${name}`).join('')}`
  const outlined = (element: Element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0
  }
  const shadowed = (element: Element | null) => element !== null && getComputedStyle(element).boxShadow !== 'none'
  let row: Element | null = focused
  let isOutlined = false
  for (let level = 0; row && level <= rowLevels; level++, row = row.parentElement) isOutlined ||= outlined(row)
  const showsFocus = isOutlined || shadowed(focused) || (focused.matches('input, textarea') && shadowed(focused.parentElement))

  const { left, right, top, bottom } = focused.getBoundingClientRect()
  const inset = 3
  const [x, y] = [(left + right) / 2, (top + bottom) / 2]
  const points = { middle: [x, y], top: [x, top + inset], bottom: [x, bottom - inset], start: [left + inset, y], end: [right - inset, y] } as const
  // In a text of several lines the browser scrolls to the caret's line, not to the edges.
  const looked = Object.entries(points).filter(([part]) => !focused.matches('textarea') || !['top', 'bottom'].includes(part))
  const hidden = looked.flatMap(([part, [atX, atY]]) => {
    if (atX < 0 || atY < 0 || atX > innerWidth || atY > innerHeight) return [`${part} outside of the window`]
    const hit = document.elementFromPoint(atX, atY)
    return !hit || focused.contains(hit) || hit.contains(focused) ? [] : [`${part} under ${describe(hit)}`]
  })
  const landmark = focused.closest('dialog, [role="menu"], header, nav, aside, main, footer, .toasts')
  const labelled = focused.getAttribute('aria-label') ?? (focused as HTMLInputElement).labels?.[0]?.textContent ?? (focused as HTMLElement).innerText
  return {
    region: landmark ? landmark.className.split(' ')[0] || landmark.localName : '',
    name: labelled.replaceAll(/\s+/g, ' ').trim() || describe(focused),
    showsFocus,
    hidden,
  }
}
