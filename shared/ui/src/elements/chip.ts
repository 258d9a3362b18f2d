import { createAvatar, initials } from './avatar.ts'
import { span, type ElementDefinition } from './element.ts'

/** Whose it is: initial, stable colour, name, and the place where there could be two. */
export const chip: ElementDefinition<'name' | 'place' | 'person'> = {
  tag: 'd1-chip',
  attributes: ['name', 'place', 'person'],
  draw(element) {
    const { name, place, person } = element
    element.replaceChildren(
      createAvatar(initials(name, 1), person || name),
      span('d1-chip-name', name),
      // The comma is for screen readers, which would otherwise run name and place together.
      ...(place ? [span('d1-visually-hidden', ', '), span('d1-chip-place', place)] : []),
    )
  },
}
