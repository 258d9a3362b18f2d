// @vitest-environment node
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { hiddenBase } from './hidden-base.ts'

const folders = ['a', 'b'].map((name) => mkdtempSync(join(tmpdir(), `digione-base-${name}-`)))
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

test('a module’s address is the same at each start, and nobody knows it who knows the module', () => {
  const [one = '', other = ''] = folders.map((folder) => {
    mkdirSync(join(folder, '.digione'))
    const base = hiddenBase(folder, 'acme.tasks')
    expect(hiddenBase(folder, 'acme.tasks')).toBe(base)
    return base
  })
  expect(one).toMatch(/^\/@module\/acme\.tasks~[0-9a-f]{32}\/$/)
  expect(other).not.toBe(one)
})
