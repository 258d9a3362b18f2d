import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PlantedCopy } from './planted-copy.ts'

const APPS = join(import.meta.dirname, '..', '..', '..', 'apps')
/** Two modules with a user interface of their own, whatever they are called. */
const [app = '', otherApp = ''] = readdirSync(APPS).filter((name) => existsSync(join(APPS, name, 'web')))

let copy: PlantedCopy
beforeAll(() => {
  copy = new PlantedCopy()
})
afterAll(() => copy.remove())

/** Imports a path and uses what came, so that only the import itself can be wrong. */
const importing = (specifier: string) => `import * as planted from '${specifier}'\n\nexport const keys = Object.keys(planted)\n`

describe('the linter refuses an import against the direction, and says what to do instead', () => {
  test.each([
    ['contracts → Node', 'shared/contracts/src/planted.ts', 'node:fs', 'Take the value as an argument'],
    ['shared → SDK', 'shared/ui/src/planted.ts', '@digione/sdk', 'shared knows nobody'],
    ['shared → shell', 'shared/contracts/src/planted.ts', '@digione/shell-server', 'shared knows nobody'],
    ['SDK → shell', 'sdk/src/planted.ts', '@digione/shell-server', 'The SDK knows only shared'],
    ['SDK → shell, by path', 'sdk/src/planted.ts', '../../shell/server/src/config.ts', 'The SDK knows only shared'],
    ['shell → module', 'shell/web/src/planted.ts', `../../../apps/${app}/web/src/main.ts`, 'meets modules at run time'],
    ['shell → module, by name', 'shell/server/src/planted.ts', `@digione/app-${app}`, 'meets modules at run time'],
    ['shell → SDK', 'shell/web/src/planted.ts', '@digione/sdk', 'The shell knows only shared'],
    ['module → module, by name', `apps/${app}/web/src/planted.ts`, `@digione/app-${otherApp}`, 'come as events of its backend'],
    ['module → shell', `apps/${app}/web/src/planted.ts`, '@digione/shell-web', 'comes through Host'],
    ['module → shell, by path', `apps/${app}/web/src/planted.ts`, '../../../../shell/web/src/main.ts', 'packages and its own files'],
    ['module → contracts', `apps/${app}/api/src/planted.ts`, '@digione/contracts', 'knows @digione/sdk and @digione/ui'],
  ])('%s', (_name, file, specifier, wayOut) => {
    copy.plant(file, importing(specifier))
    const { isRed, output } = copy.tool('oxlint', file)
    copy.pull(file)
    expect(output).toContain('no-restricted-imports')
    expect(output.replaceAll(/\s+/g, ' ')).toContain(wayOut)
    expect(isRed).toBe(true)
  })

  test('two files that import each other', () => {
    copy.plant('shell/web/src/planted-a.ts', "import { b } from './planted-b.ts'\n\nexport const a = () => b\n")
    copy.plant('shell/web/src/planted-b.ts', "import { a } from './planted-a.ts'\n\nexport const b = () => a\n")
    const { isRed, output } = copy.tool('oxlint', 'shell/web/src/planted-a.ts', 'shell/web/src/planted-b.ts')
    copy.pull('shell/web/src/planted-a.ts')
    copy.pull('shell/web/src/planted-b.ts')
    expect(output).toContain('no-cycle')
    expect(isRed).toBe(true)
  })

  test('a file that keeps the direction passes', () => {
    copy.plant('shell/web/src/planted.ts', importing('@digione/contracts'))
    const { isRed, output } = copy.tool('oxlint', 'shell/web/src/planted.ts')
    copy.pull('shell/web/src/planted.ts')
    expect(output).not.toContain('no-restricted-imports')
    expect(isRed).toBe(false)
  })
})

describe('turbo refuses a package that knows what it may not', () => {
  test('as it stands, nobody does', () => {
    expect(copy.tool('turbo', 'boundaries').output).toContain('no issues found')
  }, 60_000)

  test.each([
    ['shared → SDK', 'shared/contracts', '@digione/sdk'],
    ['SDK → shell', 'sdk', '@digione/shell-server'],
    ['shell → module', 'shell/web', `@digione/app-${app}`],
    ['module → module', `apps/${app}`, `@digione/app-${otherApp}`],
    ['module → shell', `apps/${app}`, '@digione/shell-web'],
  ])(
    '%s',
    (_name, workspace, dependency) => {
      const takeBack = copy.plantDependency(workspace, dependency)
      const { isRed, output } = copy.tool('turbo', 'boundaries')
      takeBack()
      expect(output).toContain(dependency)
      expect(output).not.toContain('no issues found')
      expect(isRed).toBe(true)
    },
    60_000,
  )

  test("an import that leaves the module's own folder", () => {
    const file = `apps/${app}/web/src/planted.ts`
    copy.plant(file, importing(`../../../${otherApp}/web/src/main.ts`))
    const { isRed, output } = copy.tool('turbo', 'boundaries')
    copy.pull(file)
    expect(output).toContain('planted.ts')
    expect(isRed).toBe(true)
  }, 60_000)
})

describe('the compiler knows no browser and no Node in the contracts', () => {
  test.each([
    ['the DOM', 'export const title = () => document.title\n', "Cannot find name 'document'"],
    ['Node', "import { readFileSync } from 'node:fs'\n\nexport const read = () => readFileSync('/')\n", 'node:fs'],
  ])(
    '%s',
    (_name, contents, complaint) => {
      copy.plant('shared/contracts/src/planted.ts', contents)
      const { isRed, output } = copy.tool('tsc', '--noEmit', '-p', 'shared/contracts')
      copy.pull('shared/contracts/src/planted.ts')
      expect(output).toContain(complaint)
      expect(isRed).toBe(true)
    },
    60_000,
  )
})
