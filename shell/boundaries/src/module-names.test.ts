import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { moduleIds, namedModules } from './module-names.ts'
import { PlantedCopy } from './planted-copy.ts'

let copy: PlantedCopy
beforeAll(() => {
  copy = new PlantedCopy()
})
afterAll(() => copy.remove())

test('nothing outside apps/ knows a module by its name', () => {
  expect(namedModules(join(import.meta.dirname, '..', '..', '..'))).toEqual([])
})

const [id = ''] = moduleIds(join(import.meta.dirname, '..', '..', '..'))

test.each([
  ['a comparison', 'shell/web/src/planted.ts', `export const isIt = (module: string) => module === '${id}'`],
  ['an address', 'shell/web/src/planted.ts', `export const way = '/espoo/${id}'`],
  ['an event', 'shell/server/src/planted.ts', `export const heard = '${id}.planted.v1'`],
  ['a selector', 'shell/web/src/planted.css', `[data-module="${id}"] {}`],
  ['a folder', 'shell/demo/src/planted.ts', `export const folder = 'apps/${id}'`],
  ['a folder of the tools, with globs around it', 'shell/web/planted.json', `{ "files": ["apps/${id}/**", "**/*.ts"] }`],
  ['a package', 'shell/demo/src/planted.ts', `export const name = '@digione/app-${id}'`],
])('%s that does is found', (_what, file, line) => {
  copy.plant(file, `\n${line}\n`)
  const found = namedModules(copy.root)
  copy.pull(file)
  expect(found).toEqual([`${file}:2: ${line}`])
})

test('an example in a comment is none', () => {
  copy.plant('shared/contracts/src/planted.ts', `/** Such as\n * '${id}'. */\nexport const planted = 1 // or '/${id}/'\n`)
  const found = namedModules(copy.root)
  copy.pull('shared/contracts/src/planted.ts')
  expect(found).toEqual([])
})
