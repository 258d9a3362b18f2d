import { expect, test } from 'vitest'
import { phasesOf, sharedVersions } from './facts.ts'

test('a phase takes from its beginning to the next one’s, and nothing is said of what has not come', () => {
  expect(phasesOf({ loading: 100, mounting: 350, ready: 400 })).toEqual({ loadMs: 250, mountMs: 50 })
  expect(phasesOf({ loading: 100, failed: 350 })).toEqual({ loadMs: null, mountMs: null })
})

test('shared libraries are read from the federation runtime, whatever else is in there', () => {
  const react = { '19.3.1': { from: 'shell', useIn: ['shell', 'timetable@1'], lib: () => null }, '18.0.0': { from: 'old@1' } }
  const instances = [{ shareScopeMap: { default: { zustand: { '5.1.0': { from: 'shell', useIn: [] } }, react, odd: null } } }, null, { shareScopeMap: 'none' }]
  expect(sharedVersions(instances)).toEqual([
    { name: 'react', version: '19.3.1', from: 'shell', takenBy: ['shell', 'timetable@1'] },
    { name: 'react', version: '18.0.0', from: 'old@1', takenBy: [] },
    { name: 'zustand', version: '5.1.0', from: 'shell', takenBy: [] },
  ])
  expect(sharedVersions(undefined)).toEqual([])
})
