import { span, type ElementDefinition } from './element.ts'

/** A person's initials in the person's colour. Decoration: the name stands beside it or is the button's label. */
export const avatar: ElementDefinition<'name' | 'person'> = {
  tag: 'd1-avatar',
  attributes: ['name', 'person'],
  draw(element) {
    element.replaceChildren(createAvatar(initials(element.name), element.person || element.name))
  },
}

export function createAvatar(letters: string, person: string): HTMLSpanElement {
  const disc = span('d1-avatar', letters)
  disc.dataset['colour'] = String(chipColour(person))
  disc.setAttribute('aria-hidden', 'true')
  return disc
}

/** One of the colours 1–8, the same for one key on every device. */
export function chipColour(key: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193)
  // FNV-1a leaves keys that differ in one digit close together; one more round spreads them.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (hash >>> 29) + 1
}

export function initials(name: string, count: 1 | 2 = 2): string {
  const words = name.split(/\s+/).filter(Boolean)
  const chosen = count === 1 ? words.slice(0, 1) : [...words.slice(0, 1), ...words.slice(1).slice(-1)]
  return chosen.map((word) => String.fromCodePoint(word.codePointAt(0) ?? 0).toLocaleUpperCase()).join('')
}
