import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const PACKAGES = ['package.json', ...globSync(['{apps,shared,shell}/*/package.json', 'sdk/package.json'], { cwd: ROOT })]

test('every source file that a package’s scripts name is there', () => {
  const missing = PACKAGES.flatMap((path) => {
    const { scripts = {} } = JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as { scripts?: Record<string, string> }
    const named = Object.values(scripts).flatMap((script) => script.match(/(?<=^|\s)[\w./-]+\.(?:ts|mjs|js)(?=\s|$)/g) ?? [])
    return named.filter((file) => !file.includes('dist/') && !existsSync(join(ROOT, dirname(path), file))).map((file) => `${path}: ${file}`)
  })
  expect(missing).toEqual([])
})
