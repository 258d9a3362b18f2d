// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import { chipColour, defineElements, formatTime, iconNames, initials } from '../index.ts'

defineElements()
defineElements()

afterEach(() => {
  document.body.replaceChildren()
  document.documentElement.lang = ''
})

function show<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, attributes: Record<string, string>) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  document.body.append(element)
  return element
}

test('an icon is decoration until it has a label', async () => {
  const icon = show('d1-icon', { name: 'calendar' })
  expect(icon.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true')
  expect(icon.getAttribute('role')).toBeNull()
  icon.label = 'Kalenteri'
  await Promise.resolve()
  expect([icon.getAttribute('label'), icon.getAttribute('role'), icon.getAttribute('aria-label')]).toEqual(['Kalenteri', 'img', 'Kalenteri'])
})

test('every icon begins at a point of its own, so that its parts may be joined', () => {
  expect(iconNames.length).toBeGreaterThanOrEqual(60)
  for (const name of iconNames) expect(show('d1-icon', { name }).querySelector('path')?.getAttribute('d'), name).toMatch(/^M[-\d. a-z]+$/i)
})

test('an unknown icon draws a package instead of a gap', () => {
  const d = (name: string) => show('d1-icon', { name }).querySelector('path')?.getAttribute('d')
  expect(d('no-such-icon')).toBe(d('package'))
  expect(d('toString')).toBe(d('package'))
})

test('a person keeps one colour, whatever the name looks like', () => {
  expect(chipColour('person-1')).toBe(chipColour('person-1'))
  const colours = new Set(Array.from({ length: 100 }, (_, n) => chipColour(`person-${n}`)))
  expect([...colours].toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  const chip = show('d1-chip', { name: 'Aino', person: 'person-1', place: 'Espoo' })
  expect(chip.textContent).toBe('AAino, Espoo')
  expect(chip.querySelector<HTMLElement>('.d1-avatar')?.dataset['colour']).toBe(String(chipColour('person-1')))
})

test('initials are those of the first and the last name', () => {
  expect([initials('Aino Maria Virtanen'), initials('élodie'), initials('Åsa', 1), initials('')]).toEqual(['AV', 'É', 'Å', ''])
})

test('a time follows the nearest language, also when it changes', async () => {
  document.documentElement.lang = 'fi'
  const time = show('d1-time', { start: '2026-11-23', format: 'date' })
  expect(time.textContent).toBe('ma 23.11.')
  expect(time.querySelector('time')?.dateTime).toBe('2026-11-23')
  document.documentElement.lang = 'sv'
  await new Promise((resolve) => setTimeout(resolve))
  expect(time.textContent).toBe('mån 23.11')
})

test('times read as on paper in each language', () => {
  const now = new Date('2026-11-23T21:00:00Z')
  const read = (locale: string, format: Parameters<typeof formatTime>[2]['format'], start: string, end?: string) =>
    formatTime(start, end, { locale, format, now })
  expect(read('fi', 'time', '08:15', '09:00')).toBe('8.15–9.00')
  expect(read('en', 'time', '2026-11-23T06:15:00Z', '2026-11-23T07:00:00Z')).toBe('8.15–9.00')
  expect(read('fi', 'date', '2026-11-23', '2026-11-27').replaceAll(/\s/g, ' ')).toBe('ma 23. – pe 27.11.')
  expect(read('en', 'date', '2026-11-23')).toBe('Mon, 23 Nov')
  expect(read('fi', 'day', '2026-11-24')).toBe('huomenna')
  expect(read('sv', 'day', '2026-11-23T05:00:00Z')).toBe('i dag')
  expect(read('fi', 'day', '2026-11-26')).toBe('torstai 26. marraskuuta')
  expect(read('fi', 'time', 'soon')).toBe('')
  expect(read('not a locale', 'time', '08:15')).toBe('8.15')
})

test('a state is an icon and a word, not a colour alone', () => {
  const status = show('d1-status', { tone: 'danger', label: 'Poissa' })
  expect(status.textContent).toBe('Poissa')
  expect(status.querySelector('svg')).not.toBeNull()
  expect(status.dataset['status']).toBe('danger')
})

test('an empty place keeps the action that the page put into it when its words change', async () => {
  const empty = show('d1-empty', { heading: 'Ei viestejä' })
  const button = document.createElement('button')
  empty.append(button)
  empty.heading = 'Kaikki luettu'
  await Promise.resolve()
  expect(empty.textContent).toBe('Kaikki luettu')
  expect(empty.lastElementChild).toBe(button)
})

test('a property set before the element is defined is not lost', () => {
  const early = document.createElement('d1-avatar')
  Object.defineProperty(early, 'name', { value: 'Eero Laine', configurable: true, writable: true, enumerable: true })
  document.body.append(early)
  expect([early.getAttribute('name'), early.textContent]).toEqual(['Eero Laine', 'EL'])
})
