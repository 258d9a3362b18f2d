import { describe, expect, test } from 'vitest'
import { TRANSITIONS, next } from './states.ts'
import type { Happening, State } from './states.ts'

const STATES = Object.keys(TRANSITIONS) as State[]
const HAPPENINGS: Happening[] = ['loaded', 'mounted', 'failed', 'retried', 'left', 'unmounted']

const walk = (...happenings: Happening[]) => happenings.reduce<State>((state, happening) => next(state, happening) ?? state, 'loading')

describe('the table of a module’s states', () => {
  test('a module is loaded, mounted, ready, and goes', () => expect(walk('loaded', 'mounted', 'left', 'unmounted')).toBe('gone'))
  test('what failed may be tried again', () => expect(walk('failed', 'retried', 'loaded', 'mounted')).toBe('ready'))
  test('whoever leaves while it loads waits for nothing', () => expect(walk('left')).toBe('gone'))
  test('whoever leaves while it mounts has it cleaned up first', () => expect(walk('loaded', 'left')).toBe('unmounting'))
  test('a mount that comes after the person left changes nothing', () => expect(walk('loaded', 'left', 'mounted')).toBe('unmounting'))
  test('an unmount that fails still ends', () => expect(walk('loaded', 'mounted', 'left', 'failed')).toBe('gone'))
  test('nothing comes after gone', () => expect(HAPPENINGS.map((happening) => next('gone', happening)).filter(Boolean)).toEqual([]))
  test('from every state there is a way to be gone', () => {
    for (const start of STATES) {
      const reached = new Set([start])
      for (const state of reached) for (const to of Object.values(TRANSITIONS[state])) reached.add(to)
      expect([...reached]).toContain('gone')
    }
  })
})
