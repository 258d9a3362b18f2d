import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ERRORS } from '@digione/contracts'
import { expect, test } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../../..')

/** Every source text of the repository that may throw, without tests and the table itself. */
function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name.startsWith('.') || ['node_modules', 'dist', 'dist-vault', 'testing'].includes(entry.name) ? [] : sources(path)
    const isSource = /\.(ts|tsx|vue|mjs)$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) && entry.name !== 'errors.ts'
    return isSource ? [readFileSync(path, 'utf8')] : []
  })
}

const isThrownIn = (texts: readonly string[]) => (code: string) =>
  texts.some((text) => new RegExp(`(DigiOneError|problemOf|failure|refus\\w*)\\(\\s*'${code}'`).test(text))

test('every code of the error table is thrown somewhere', () => {
  const isThrown = isThrownIn(['shared', 'sdk', 'shell', 'apps'].flatMap((folder) => sources(join(ROOT, folder))))
  expect(Object.keys(ERRORS).filter((code) => !isThrown(code))).toEqual([])
})

test('a code that nobody throws would be found', () => {
  expect(isThrownIn([`throw new DigiOneError('NOT_FOUND', 'x')`, `// NEVER_THROWN`])('NEVER_THROWN')).toBe(false)
})
