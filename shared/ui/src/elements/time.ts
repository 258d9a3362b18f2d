import { formatTime, type TimeFormat } from '../format-time.ts'
import type { AttributeElement, ElementDefinition } from './element.ts'

type TimeAttribute = 'start' | 'end' | 'format' | 'zone'

/** A moment or a range in the nearest `lang`. Redrawn when a language changes and, so that "tomorrow" stays true, when the page is looked at again. */
export const time: ElementDefinition<TimeAttribute> = {
  tag: 'd1-time',
  attributes: ['start', 'end', 'format', 'zone'],
  draw(element) {
    watch(element)
    const { start, end, format, zone } = element
    const text = formatTime(start, end, {
      locale: element.closest<HTMLElement>('[lang]')?.lang || 'fi',
      ...(format ? { format: format as TimeFormat } : {}),
      ...(zone ? { timeZone: zone } : {}),
    })
    const stamp = document.createElement('time')
    // HTML has no machine form for a range: its text says both ends.
    if (!end) stamp.dateTime = start
    stamp.append(text)
    element.replaceChildren(stamp)
  },
}

const drawn = new Set<WeakRef<AttributeElement<TimeAttribute>>>()
const known = new WeakSet<Element>()
let isWatching = false

function watch(element: AttributeElement<TimeAttribute>) {
  if (!known.has(element)) {
    known.add(element)
    drawn.add(new WeakRef(element))
  }
  if (isWatching) return
  isWatching = true
  new MutationObserver(redraw).observe(document.documentElement, { subtree: true, attributeFilter: ['lang'] })
  document.addEventListener('visibilitychange', redraw)
}

function redraw() {
  for (const reference of drawn) {
    const element = reference.deref()
    if (!element) drawn.delete(reference)
    else if (element.isConnected) time.draw(element)
  }
}
