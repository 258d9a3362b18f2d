import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ERRORS, type ErrorCode, errorType } from '@digione/contracts'
import { expect, test } from 'vitest'
import { errorIndex, errorPage, errorRoutes } from './error-pages.ts'

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

test('the docs say what the table says', () => {
  const read = (name: string) => readFileSync(join(ROOT, 'docs/errors', name), 'utf8')
  expect(readdirSync(join(ROOT, 'docs/errors')).toSorted()).toEqual(['README.md', ...Object.keys(ERRORS).map((code) => `${code}.md`)].toSorted())
  expect(read('README.md')).toBe(errorIndex())
  for (const code of Object.keys(ERRORS) as ErrorCode[]) expect(read(`${code}.md`), code).toBe(errorPage(code))
})

test('the address that a problem names is there', async () => {
  const answer = await errorRoutes().request(errorType('RELEASE_REFUSED'))
  expect(await answer.text()).toContain('The release of ‹module› was refused: ‹reasons›.')
})
