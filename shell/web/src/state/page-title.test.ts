// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest'
import { awaitTitle, notePerson, setPageTitle } from './page-title.ts'
import { emptyState, useShell } from './store.ts'

beforeEach(() => {
  useShell.setState(emptyState(), true)
  document.body.innerHTML = '<nav><a href="/">Työpöytä</a></nav><main tabindex="-1"><h1>Tehtävät</h1><input></main>'
  vi.useFakeTimers()
  return () => void vi.useRealTimers()
})
const find = (selector: string) => document.querySelector<HTMLElement>(selector)
const announced = () => useShell.getState().announcement?.text

function name(text: string) {
  setPageTitle(text)
  vi.runAllTimers()
}

test('the heading of the page that somebody went to takes the focus, and is announced', () => {
  find('nav a')?.focus()
  awaitTitle()
  name('Tehtävät')
  expect(document.activeElement).toBe(find('h1'))
  expect(announced()).toBe('Tehtävät')
})

test('whoever has begun to work in a page before it names itself stays where they are, and hears its name', () => {
  find('nav a')?.focus()
  awaitTitle()
  find('input')?.focus()
  notePerson()
  name('Tehtävät')
  expect(document.activeElement).toBe(find('input'))
  expect(announced()).toBe('Tehtävät')
})

test('a page that takes the focus by itself gives it to its heading, and so does a press elsewhere', () => {
  find('nav a')?.focus()
  awaitTitle()
  find('input')?.focus()
  name('Tehtävät')
  expect(document.activeElement).toBe(find('h1'))

  find('nav a')?.focus()
  awaitTitle()
  notePerson()
  name('Tehtävät')
  expect(document.activeElement).toBe(find('h1'))
})

test('what was pressed to get there, in the page itself, does not count', () => {
  notePerson()
  find('input')?.focus()
  awaitTitle()
  name('Tehtävät')
  expect(document.activeElement).toBe(find('h1'))
})
