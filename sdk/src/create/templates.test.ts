// @vitest-environment node
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Manifest } from '@digione/contracts'
import { INSTALLED, SDK, vendorMachine } from '../../scripts/vendor-machine.ts'
import type { VendorMachine } from '../../scripts/vendor-machine.ts'
import { TEMPLATES } from './templates.ts'
import type { Template } from './templates.ts'

const CHECKERS = { vue: 'vue-tsc', svelte: 'svelte-check' } as const
/** Where the page's title is said. */
const PAGES: Readonly<Record<Template, string>> = {
  react: 'Page.tsx',
  vue: 'HomeworkPage.vue',
  svelte: 'HomeworkPage.svelte',
  vanilla: 'page.ts',
  'single-spa': 'page.ts',
}

/** Every piece of TypeScript in what vendors read. */
function shownCode(): string[] {
  const pages = [join(SDK, 'README.md'), join(SDK, '../docs/vendors.md')]
  return pages.flatMap((page) => [...readFileSync(page, 'utf8').matchAll(/^```tsx?\n([^]*?)^```$/gm)].map(([, code = '']) => code))
}

let machine: VendorMachine
beforeAll(() => {
  machine = vendorMachine()
  for (const template of TEMPLATES) {
    machine.digione(machine.folder, 'create', template, '--template', template, '--id', 'homework', '--vendor', 'Acme Oy', '--contact', 'tuki@acme.example')
    if (template in CHECKERS) machine.addChecker(template, CHECKERS[template as keyof typeof CHECKERS])
  }
  // What no template shows: a view that throws.
  cpSync(join(SDK, 'fixtures/svelte/Broken.svelte'), at('svelte', 'web/src/Broken.svelte'))
  cpSync(join(SDK, 'fixtures/svelte/broken-view.ts'), at('svelte', 'web/src/broken.test.ts'))
  // What the docs show, among the files whose types are checked: of a backend beside the backend, the rest beside the page.
  for (const [index, code] of shownCode().entries()) {
    const isBackend = code.includes('@digione/sdk/server')
    writeFileSync(at('react', isBackend ? `api/src/shown-${index}.ts` : `web/src/shown-${index}.tsx`), code)
  }
})
afterAll(() => machine.remove())

const at = (template: Template, ...path: string[]) => join(machine.folder, template, ...path)
const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))

describe.concurrent('a module that was just created', () => {
  test.for(TEMPLATES)('in %s has its types in order, passes its own tests, builds, and is in order', { timeout: 180_000 }, async (template, { expect }) => {
    for (const script of ['types', 'test', 'build']) {
      const { code, output } = await machine.script(at(template), script)
      expect(code, `${script}: ${output}`).toBe(0)
      expect(output, script).not.toMatch(/(?<!0 )\bwarn/i)
    }
    // What needs a browser is seen in the tests that have one; its types have just been looked at.
    machine.digione(at(template), 'check', '--no-browser', '--only', 'manifest,texts,settings,build,files,weight,shares,duplicates,apis,code,styles')
    const dist = readdirSync(at(template, 'dist'), { recursive: true, encoding: 'utf8' })
    expect(dist.filter((name) => /\.(?:js|css)$/.test(name))).toHaveLength(3)
    expect(Manifest.parse(json(at(template, 'dist/digione.json'))).vendor).toEqual({ name: 'Acme Oy', contact: 'tuki@acme.example' })

    // A text that is nowhere, and an icon that the platform has not, are errors of types in whatever kind of file they are asked for.
    const page = at(template, 'web/src', PAGES[template])
    writeFileSync(page, readFileSync(page, 'utf8').replace("host.t('title')", "host.t('titel')").replace('icon="check-circle"', 'icon="chek-circle"'))
    const { code, output } = await machine.script(at(template), 'types')
    expect([code === 0, output]).toEqual([false, expect.stringContaining('"titel"')])
    if (['react', 'vue', 'svelte'].includes(template)) expect(output).toContain('"chek-circle"')
  })
})

test('is what the docs show code of', () => {
  expect(shownCode().length).toBeGreaterThanOrEqual(3)
  expect(shownCode().filter((code) => !/^import /m.test(code))).toEqual([])
})

test('may also be made by npm create, of the same version', () => {
  const own = join(SDK, 'create-module')
  const there = join(machine.folder, 'node_modules/@digione/create-module')
  cpSync(own, there, { recursive: true })
  expect(machine.run(machine.folder, join(there, 'create-module.js'), 'by-npm', '--yes', '--template', 'vue')).toContain('Created by-npm (vue) in by-npm/.')
  const { version } = json(join(SDK, 'package.json')) as { version: string }
  expect(json(join(own, 'package.json'))).toMatchObject({ version, dependencies: { '@digione/sdk': version } })
})

test('takes along the packed SDK that it was created with', () => {
  expect(json(at('vue', 'package.json'))).toMatchObject({ dependencies: { '@digione/sdk': 'file:sdk/digione-sdk-0.1.0.tgz' } })
  expect(readFileSync(at('vue', 'sdk/digione-sdk-0.1.0.tgz')).equals(readFileSync(machine.packed))).toBe(true)
})

test.each(TEMPLATES)('in %s names the very versions that it is tested with', (template) => {
  const { dependencies, devDependencies } = json(at(template, 'package.json')) as Record<'dependencies' | 'devDependencies', Record<string, string>>
  const named = Object.entries({ ...dependencies, ...devDependencies }).filter(([name]) => !name.startsWith('@digione/'))
  const installed = named.map(([name]) => {
    const found = [at(template, 'node_modules'), INSTALLED].map((modules) => join(modules, name, 'package.json')).find(existsSync)
    return [name, found && (json(found) as { version: string }).version]
  })
  expect(named).toEqual(installed)
})

test.each(TEMPLATES)('in %s has no slot left open, and no file of npm’s renaming', (template) => {
  const files = readdirSync(at(template), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.parentPath.includes('node_modules'),
  )
  const names = files.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['.gitignore', '.env.example', 'README.md']))
  expect(names.filter((name) => name.startsWith('_'))).toEqual([])
  const open = files.filter(({ name, parentPath }) => /\.(?:md|example|json)$/.test(name) && /\{\{\w+\}\}/.test(readFileSync(join(parentPath, name), 'utf8')))
  expect(open).toEqual([])
})
