import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { overruns, readBudget } from './budget.ts'
import { measureBytes, readFederationManifest } from './dist-sizes.ts'
import { measureRemote } from './remote-weight.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const budget = readBudget()

const TIMETABLE = 'apps/timetable'
/** Of the build in a copy, or in place. */
async function remoteIn(root: string) {
  // A build for production, whatever the test runner says.
  vi.stubEnv('NODE_ENV', 'production')
  try {
    return { remote: await measureRemote(join(ROOT, TIMETABLE), join(root, TIMETABLE, 'dist')) }
  } finally {
    vi.unstubAllEnvs()
  }
}

test('the production build of the shell and of every module is within its budget', () => {
  expect(overruns(budget, measureBytes(ROOT))).toEqual([])
})

test('the shell’s script is compiled while it arrives: only the first line of a file can say so', () => {
  const dist = join(ROOT, 'shell/web/dist')
  const [main = ''] = /assets\/main-[\w-]+\.js/.exec(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) ?? []
  expect(readFileSync(join(dist, main), 'utf8').split('\n', 1)).toEqual(['//# allFunctionsCalledOnLoad'])
})

test('the HTML answer has no more than one initial TCP window to fill', () => {
  expect(budget.deepLink.documentBytes).toBeLessThanOrEqual(14_000)
})

test('a React module is its own code and hardly more, in three files', async () => {
  expect(overruns(budget, await remoteIn(ROOT))).toEqual([])
  expect(budget.remote.ownBytes).toBeLessThanOrEqual(6000)
  expect(budget.remote.files).toBeLessThanOrEqual(3)
})

describe('the budget is broken', () => {
  let copy = ''
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'digione-budget-'))
    const apps = readdirSync(join(ROOT, 'apps')).map((name) => `apps/${name}`)
    for (const folder of ['shell/web', ...apps]) {
      mkdirSync(join(copy, folder), { recursive: true })
      cpSync(join(ROOT, folder, 'dist'), join(copy, folder, 'dist'), { recursive: true })
    }
    cpSync(join(ROOT, 'shell/web/dist-vault'), join(copy, 'shell/web/dist-vault'), { recursive: true })
  })
  afterAll(() => rmSync(copy, { recursive: true, force: true }))

  /** Puts what no compression makes smaller at the end of a file, and takes it away after the claim. */
  function withMore(file: string, bytes: number, claim: () => void): void {
    const before = readFileSync(file)
    writeFileSync(file, Buffer.concat([before, randomBytes(bytes)]))
    claim()
    writeFileSync(file, before)
  }
  /** The file that the build names so, not an older one beside it. */
  const named = (dist: string, manifest: string, pattern: RegExp) => join(copy, dist, pattern.exec(readFileSync(join(copy, dist, manifest), 'utf8'))?.[0] ?? '')

  test('by a library too many in the shell', () => {
    withMore(named('shell/web/dist', '.vite/manifest.json', /assets\/main-[\w-]+\.js/), 30_000, () =>
      expect(overruns(budget, measureBytes(copy))).toEqual([expect.stringContaining('shell.scriptsAtStart'), expect.stringContaining('shell.scriptsInAll')]),
    )
  })
  test('by a library too many in a module', () => {
    withMore(named('apps/timetable/dist', 'mf-manifest.json', /assets\/main-[\w-]+\.js/), 30_000, () =>
      expect(overruns(budget, measureBytes(copy))).toEqual([expect.stringContaining('modules.timetable')]),
    )
  })
  test('by a container that brings a runtime along', async () => {
    const { metaData } = readFederationManifest(join(copy, TIMETABLE, 'dist'))
    const container = join(copy, TIMETABLE, 'dist', metaData.remoteEntry.name)
    const before = readFileSync(container)
    writeFileSync(container, Buffer.concat([before, randomBytes(6000)]))
    expect(overruns(budget, await remoteIn(copy))).toEqual([expect.stringContaining('remote.ownBytes')])
    writeFileSync(container, before)
  })
  test('by a module that has none', () => {
    const { timetable: _, ...others } = budget.modules
    expect(overruns({ ...budget, modules: others }, measureBytes(copy))).toEqual([expect.stringContaining('no line for it')])
  })
})
