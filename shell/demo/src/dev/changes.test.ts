import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { concernsProduct, essentials, isShownBySources, needsNewProcess } from './changes.ts'

test('tests, documents and what exercises the product from outside do not concern it', () => {
  const changed = ['shell/e2e/tests/journey.spec.ts', 'shell/web/src/App.test.tsx', 'apps/tasks/README.md', 'shell/server/src/testing/bench.ts']
  expect(changed.filter(concernsProduct)).toEqual([])
  expect(concernsProduct('apps/tasks/web/src/main.ts')).toBe(true)
})

test('code that the server runs and manifests that it has read need a new process, a module and the shell do not', () => {
  const needs = ['shell/server/src/app.ts', 'shared/contracts/src/host.ts', 'apps/tasks/digione.json'].map((path) => needsNewProcess([path]))
  expect(needs).toEqual([true, true, true])
  expect(needsNewProcess(['apps/tasks/web/src/main.ts', 'apps/tasks/api/src/main.ts', 'shell/web/src/main.ts'])).toBe(false)
})

test('a failed build is told in its own words, under the workspace that its paths start from', () => {
  const words = [
    'The build failed.',
    '',
    '• turbo 2.11.9',
    '   • Running build in 15 packages',
    '@digione/app-tasks:build: cache miss, executing 5bfd4577d02b28ff',
    '@digione/app-tasks:build: > @digione/app-tasks@0.1.0 build',
    '@digione/app-tasks:build: \u001B[31mUnexpected token\u001B[0m',
    '@digione/app-tasks:build:   web/src/main.ts:49:14',
    '@digione/app-tasks:build: npm error Lifecycle script `build` failed',
    ' ERROR  @digione/app-tasks#build: command (/apps/tasks) npm run build exited (1)',
    ' Tasks:    8 successful, 9 total',
    'Failed:    @digione/app-tasks#build',
  ]
  expect(essentials(words.join('\n'))).toBe('The build failed.\n\n@digione/app-tasks:\nUnexpected token\n  web/src/main.ts:49:14')
})

test('a mistake that Node meets is told by file, line and reason, without where Node itself was', () => {
  const words =
    "node:internal/modules/run_main:111\n    triggerUncaughtException(\n    ^\n\nfile:///x/shell/server/src/app.ts:2\nconst = 2\n      ^\n\nSyntaxError: Unexpected token `=`\n    at parse (node:internal/a:1:2)\n    at load (node:internal/b:3:4) {\n  code: 'ERR'\n}\n\nNode.js v26.10.0\n"
  expect(essentials(words)).toBe('file:///x/shell/server/src/app.ts:2\nconst = 2\n      ^\nSyntaxError: Unexpected token `=`')
})

const served = [{ folder: 'tasks' }]

test('what a page has from its sources needs no build', () => {
  const shown = [
    'apps/tasks/web/src/main.ts',
    'apps/tasks/web/messages/fi.json',
    'shell/web/src/App.tsx',
    'shell/web/src/frame/Rail.tsx',
    'shell/web/dev/first.ts',
  ]
  expect(shown.filter((path) => !isShownBySources(path, served))).toEqual([])
  const built = [
    'apps/tasks/api/src/main.ts',
    'apps/other/web/src/main.ts',
    'shell/web/src/vault/frame.ts',
    'shell/web/vite.config.ts',
    'shared/ui/src/index.ts',
  ]
  expect(built.filter((path) => isShownBySources(path, served))).toEqual([])
})

test('nothing that the vault, the frames of modules, the worker or the first script are made of counts as the page’s alone', () => {
  const root = join(import.meta.dirname, '../../../..')
  const reached = new Set<string>()
  const reach = (path: string) => {
    if (reached.has(path)) return
    reached.add(path)
    for (const [, to = ''] of readFileSync(join(root, path), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+\.(?:tsx?|css))'/g)) reach(join(path, '..', to))
  }
  const web = 'shell/web'
  for (const config of globSync('vite.*.config.ts', { cwd: join(root, web) }))
    for (const [entry] of readFileSync(join(root, web, config), 'utf8').matchAll(/(?<=')(?:src|worker)\/[\w/-]+\.ts(?=')/g)) reach(join(web, entry))
  for (const page of globSync('src/vault/*.ts', { cwd: join(root, web) })) reach(join(web, page))
  expect([...reached].filter((path) => /\/(boot|mini-host|vault|worker)\//.test(path)).length).toBeGreaterThan(8)
  expect([...reached].filter((path) => isShownBySources(path, []))).toEqual([])
})
