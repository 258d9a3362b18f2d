// @vitest-environment node
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { apiReport } from './api-report.ts'

const root = join(import.meta.dirname, '..')
beforeAll(() => void execFileSync(process.execPath, ['scripts/build.ts'], { cwd: root }))

test('api.md is what the SDK exports; after a change that is meant, run "npm run api" in sdk/', () => {
  expect(readFileSync(join(root, 'api.md'), 'utf8')).toBe(apiReport())
})

test('the report has every door, and declarations rather than names', () => {
  const report = apiReport()
  for (const declaration of [
    'function defineApp(app: AppDefinition): App',
    'function useLive<T>(live: Live<T>)',
    'function modulePlatform(',
    'function testHost(',
    'function digione(',
    'interface Register',
  ]) {
    expect(report).toContain(declaration)
  }
})
