// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { uncoveredCards } from './fresh-cards.ts'
import { releaseInStack } from '../loader/release-in-stack.ts'
import { missingFile } from './strays.ts'

const manifest = (slots: object) => ({ isolation: 'page', roles: ['guardian'], slots }) as never
const me = {
  contexts: [{ role: 'guardian', modules: [{ release: 'a@1' }, { release: 'b@1' }, { release: 'c@1' }] }],
  releases: {
    'a@1': { manifest: manifest({ 'desktop.card.v1': {} }) },
    'b@1': { manifest: manifest({}) },
    'c@1': { manifest: manifest({ 'desktop.card.v1': { roles: ['teacher'] } }) },
  },
} as never

test('only cards of one’s own roles that the document does not cover ask for another document', () => {
  expect(uncoveredCards(me, () => false)).toEqual(['a@1'])
  expect(uncoveredCards(me, () => true)).toEqual([])
})

test('a stack names the release whose code threw', () => {
  expect(releaseInStack('at f (http://digione.localhost:4400/releases/acme.tasks/0123456789ab/assets/x.js:1:2)')).toBe('acme.tasks@0123456789ab')
  expect(releaseInStack('at f (http://digione.localhost:4400/assets/main.js:1:2)')).toBeNull()
})

test('a file that a module asked for in vain is known by what browsers say of it', () => {
  const file = '/releases/attendance/0123456789ab/lazy-x.js'
  for (const words of [
    `Failed to fetch dynamically imported module: http://a.example${file}`,
    `error loading dynamically imported module: http://a.example${file}`,
  ])
    expect(missingFile(new TypeError(words))).toBe(file)
  expect(missingFile(new TypeError('Failed to fetch dynamically imported module: http://a.example/assets/x.js'))).toBeNull()
  expect(missingFile(new Error(`dynamically imported module ${file}`))).toBeNull()
})
