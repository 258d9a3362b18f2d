import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { countOf, failuresIn, secondTriesIn } from './reports.ts'

const folder = mkdtempSync(join(tmpdir(), 'digione-reports-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const spec = (title: string, ok: boolean, ...tries: string[][]) => ({
  title,
  file: 'journey.spec.ts',
  ok,
  tests: [{ annotations: [], results: tries.map((messages) => ({ errors: messages.map((message) => ({ message })) })) }],
})
const report = join(folder, 'playwright.json')
writeFileSync(
  report,
  JSON.stringify({
    stats: { expected: 7, skipped: 1, unexpected: 1, flaky: 1 },
    suites: [
      {
        specs: [spec('holds', true, []), spec('was late', true, ['\u001b[31mtoo late\u001b[39m\n\n  by 3 ms\n\nCall log:\n  - waiting'], [])],
        suites: [{ specs: [spec('fails', false, ['no'], ['no again'])] }],
      },
    ],
  }),
)

test('what passed at the second try has passed, and is named with what it said at first', () => {
  expect(countOf('playwright', report)).toEqual({ passed: 8, failed: 2 })
  expect(secondTriesIn(report)).toEqual(['at the second try only: journey.spec.ts › was late: too late · by 3 ms'])
})

test('what failed says why, each time; what passed in the end is not among it', () => {
  expect(failuresIn(report)).toEqual(['journey.spec.ts › fails\nno', 'journey.spec.ts › fails\nno again'])
})
