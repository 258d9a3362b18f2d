import { span, type ElementDefinition } from './element.ts'
import { createIcon } from './icon.ts'

/** Nothing here, said kindly: icon, heading, a sentence. What the page puts inside (one action) stays below. */
export const empty: ElementDefinition<'icon' | 'heading' | 'text'> = {
  tag: 'd1-empty',
  attributes: ['icon', 'heading', 'text'],
  draw(element) {
    const { icon, heading, text } = element
    const words = span('d1-empty-words', createIcon(icon || 'check-circle'), span('d1-empty-heading', heading), ...(text ? [span('d1-empty-text', text)] : []))
    element.querySelector(':scope > .d1-empty-words')?.remove()
    element.prepend(words)
  },
}
