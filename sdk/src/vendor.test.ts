// @vitest-environment node
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Manifest } from '@digione/contracts'
import { INSTALLED, SDK, vendorMachine } from '../scripts/vendor-machine.ts'
import type { VendorMachine } from '../scripts/vendor-machine.ts'

let machine: VendorMachine
let folder = ''

const digione = (cwd: string, ...args: string[]) => machine.digione(cwd, ...args)
/** Its types have a test of their own. */
const READ = 'texts,settings,build,files,weight,shares,duplicates,apis,code,styles'
const files = (module: string) =>
  readdirSync(join(folder, module, 'dist'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes('.'))
    .toSorted()
const read = (module: string, ending: string) =>
  files(module)
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(join(folder, module, 'dist', name), 'utf8'))
    .join('')

beforeAll(() => {
  machine = vendorMachine()
  folder = machine.folder
  for (const name of ['react', 'vue']) cpSync(join(SDK, 'fixtures', name), join(folder, name), { recursive: true })
})
afterAll(() => machine.remove())

describe.each(['react', 'vue'])('a module in %s', (module) => {
  beforeAll(() => void digione(join(folder, module), 'build'))

  test('is three files with hashes in their names, and two manifests', () => {
    expect(files(module).map((name) => name.replace(/-[\w-]{8}\.(?=(?:js|css)$)/, '-#.'))).toEqual([
      'assets/main-#.js',
      'assets/style-#.css',
      'digione.json',
      'mf-manifest.json',
      'remoteEntry-#.js',
    ])
    const names = files(module).filter((name) => /\.(?:js|css)$/.test(name))
    expect(names.every((name) => /-[\w-]{8}\.(?:js|css)$/.test(name))).toBe(true)
  })

  test('names its container, its code and its styles in the federation manifest', () => {
    const manifest = JSON.parse(read(module, 'mf-manifest.json')) as {
      metaData: { remoteEntry: { name: string }; name: string }
      exposes: { path: string; assets: { js: { sync: string[]; async: string[] }; css: { sync: string[]; async: string[] } } }[]
    }
    expect(files(module)).toContain(manifest.metaData.remoteEntry.name)
    expect(manifest.metaData.name).toBe(`${module}_fixture_0_1_0`)
    const [app, ...rest] = manifest.exposes
    expect([app?.path, rest]).toEqual(['./app', []])
    expect([app?.assets.js, app?.assets.css].flatMap((assets) => [...(assets?.sync ?? []), ...(assets?.async ?? [])])).toEqual(
      files(module).filter((name) => name.startsWith('assets/')),
    )
  })

  test('carries its own manifest as the platform reads it', () => {
    expect(Manifest.parse(JSON.parse(read(module, 'digione.json'))).id).toBe(`${module}-fixture`)
  })

  test('type-checks with the types that were written from its manifest', () => {
    expect(machine.run(join(folder, module), join(INSTALLED, 'typescript/bin/tsc'), '-p', '.')).toBe('')
  })

  test('is in order', () => {
    expect(JSON.parse(digione(join(folder, module), 'check', '--json', '--no-browser', '--only', READ))).toMatchObject({ ok: true, complete: false, files: 3 })
  })

  test('keeps its styles to itself', () => {
    const css = read(module, '.css')
    expect(css).toMatch(/^@layer module\{/)
    expect(css).toContain(`@scope ([data-module="${module}-fixture"])`)
    expect(css).toMatch(new RegExp(`@keyframes ${module}-fixture-appear`))
    expect(css).not.toMatch(/[ :]appear/)
  })
})

test('a path, parameter, text, API, intent, payload, event or setting that the manifest does not have is an error of types, and what it has is none', () => {
  const right = [
    "host.href('/')",
    "host.href('/groups/:group', { group: '4b' })",
    "host.t('title', { name: 'Hanna' })",
    "host.fetch('api:/lessons')",
    "host.emit('lesson.chosen.v1', { lesson: '1' })",
    "host.on('lesson.chosen.v1', () => {})",
    "host.settings.value.colour === 'red'",
    'host.settings.value.note?.length',
  ]
  const wrong = [
    "host.href('/group')",
    "host.href('/groups/:group')",
    "host.href('/groups/:group', { grp: '4b' })",
    "host.href('/', { group: '4b' })",
    "host.t('titel')",
    "host.fetch('apo:/lessons')",
    "host.fetch('https://elsewhere.example/')",
    "host.emit('lesson.chosen.v2', { lesson: '1' })",
    "host.emit('lesson.chosen.v1', { lesson: 1 })",
    "host.emit('lesson.chosen.v1', {})",
    "host.on('lesson.gone.v1', () => {})",
    'host.settings.value.color',
    "host.settings.value.colour === 'green'",
    'host.settings.value.note.length',
  ]
  const typed = join(folder, 'typed')
  cpSync(join(folder, 'react'), typed, { recursive: true })
  const lines = [
    ...right.map((code) => `  () => ${code},`),
    ...wrong.map((code) => `  // @ts-expect-error -- the manifest has no such thing\n  () => ${code},`),
  ]
  writeFileSync(join(typed, 'web/src/typed.ts'), `import type { Host } from '@digione/sdk'\n\nexport const typed = (host: Host) => [\n${lines.join('\n')}\n]\n`)
  // An error that was expected and is none is one as well.
  expect(machine.run(typed, join(INSTALLED, 'typescript/bin/tsc'), '-p', '.')).toBe('')
})

test('a React module borrows React, and carries none', () => {
  const manifest = JSON.parse(read('react', 'mf-manifest.json')) as { shared: { name: string; singleton: boolean; assets: unknown }[] }
  expect(manifest.shared.map(({ name, singleton }) => [name, singleton])).toEqual(
    ['react', 'react/jsx-runtime', 'react-dom', 'react-dom/client'].map((name) => [name, true]),
  )
  expect(manifest.shared.map(({ assets }) => assets)).toEqual(manifest.shared.map(() => ({ js: { async: [], sync: [] }, css: { async: [], sync: [] } })))
  const code = read('react', '.js')
  expect(code).not.toContain('react.transitional.element')
  expect(code).not.toContain('Minified React error')
})

/** A container as whoever mounts a module sees it. */
interface Container {
  init(scope: Record<string, Record<string, { lib: () => unknown }>>): unknown
  get(name: string): Promise<() => { default: { mount: unknown } }>
}
const containerOf = async (module: string) =>
  (await import(
    /* @vite-ignore */ pathToFileURL(join(folder, module, 'dist', files(module).find((name) => name.startsWith('remoteEntry-')) ?? '')).href
  )) as Container

test.each([
  ['react', ['react', 'react/jsx-runtime', 'react-dom', 'react-dom/client']],
  ['vue', []],
])('the container of a module in %s gives the app to whoever lends what it borrows', async (module, borrowed) => {
  const { init, get } = await containerOf(module)
  const libraries = await Promise.all(borrowed.map(async (name) => [name, (await import(/* @vite-ignore */ name)) as unknown] as const))
  await init(Object.fromEntries(libraries.map(([name, library]) => [name, { '19.3.1': { lib: () => library } }])))
  expect((await get('./app'))().default.mount).toBeTypeOf('function')
  await expect(get('./other')).rejects.toThrow(`${module}-fixture exposes ./app and no ./other`)
})

test('what is imported later is one file more, and takes what it shares with the page from the page’s file', () => {
  const later = join(folder, 'later')
  cpSync(join(SDK, 'fixtures/react'), later, { recursive: true })
  writeFileSync(join(later, 'web/src/shared.ts'), 'export const shared = (name: string) => `SHARED ${name}`\n')
  writeFileSync(
    join(later, 'web/src/later.ts'),
    "import { useState } from 'react'\nimport { shared } from './shared.ts'\nexport const later = () => shared(`LATER ${useState('')}`)\n",
  )
  const main = join(later, 'web/src/main.tsx')
  writeFileSync(
    main,
    `import { shared } from './shared.ts'\n${readFileSync(main, 'utf8')}\nexport const load = async () => shared((await import('./later.ts')).later())\n`,
  )
  digione(later, 'build')
  const [app] = (JSON.parse(read('later', 'mf-manifest.json')) as { exposes: { assets: { js: { sync: string[]; async: string[] } } }[] }).exposes
  expect([app?.assets.js.sync, app?.assets.js.async]).toEqual([
    [expect.stringMatching(/^assets\/main-[\w-]{8}\.js$/)],
    [expect.stringMatching(/^assets\/later-[\w-]{8}\.js$/)],
  ])
  expect(files('later').filter((name) => name.endsWith('.js'))).toHaveLength(3)
  expect(read('later', app?.assets.js.async[0] ?? '?')).not.toContain('SHARED')
})

test('a React module runs on the platform’s React, whatever surroundings the SDK was built in', () => {
  // What a development build asks for, the React that is lent does not have.
  expect(read('react', '.js')).not.toContain('jsxDEV')
})

test('a machine that reads files slowly builds the very same', () => {
  const slow = join(folder, 'slow')
  cpSync(join(SDK, 'fixtures/react'), slow, { recursive: true })
  const config = readFileSync(join(slow, 'vite.config.ts'), 'utf8').replace(
    'plugins: [',
    "plugins: [{ name: 'slow', enforce: 'pre', load: (id) => id.includes('/sdk/dist/') ? new Promise((resolve) => setTimeout(resolve, 150, null)) : null }, ",
  )
  writeFileSync(join(slow, 'vite.config.ts'), config)
  digione(slow, 'build')
  expect(files('slow')).toEqual(files('react'))
  expect(read('slow', '.js')).toBe(read('react', '.js'))
})

test('a Vue module brings its own Vue and borrows nothing', () => {
  expect((JSON.parse(read('vue', 'mf-manifest.json')) as { shared: unknown[] }).shared).toEqual([])
  expect(read('vue', '.js')).toContain('__v_isRef')
})

test('what is meant for the page is for the module’s element', () => {
  const css = read('react', '.css')
  expect(css).toContain(':scope{--panel-ink:')
  expect(css).toContain(':scope,html[data-theme=dark] :scope{--panel-gap:8px}')
  expect(css).not.toContain(':root')
})

test('the JSON Schema of the manifest is in the package', () => {
  const schema = JSON.parse(readFileSync(join(folder, 'node_modules/@digione/sdk/dist/digione.schema.json'), 'utf8')) as {
    oneOf?: unknown[]
    anyOf?: unknown[]
  }
  expect(schema.oneOf ?? schema.anyOf).toHaveLength(2)
})

describe('digione tells what is wrong and how to put it right', () => {
  const failure = (cwd: string, ...args: string[]) => {
    try {
      digione(cwd, ...args)
    } catch (error) {
      return error as { status: number; stderr: string; stdout: string }
    }
    throw new Error('It should have failed.')
  }

  test('an unknown command', () => {
    expect(failure(folder, 'biuld')).toMatchObject({ status: 2, stderr: expect.stringContaining('There is no command "biuld".') })
  })

  test('a message that one language lacks', () => {
    const broken = join(folder, 'broken')
    cpSync(join(folder, 'react'), broken, { recursive: true })
    writeFileSync(join(broken, 'web/messages/sv.json'), '{ "title": "Välkommen" }')
    const { status, stdout } = failure(broken, 'check', '--only', 'texts')
    expect(status).toBe(1)
    expect(stdout).toContain('web/messages/sv.json, sv: sv.json has no "open"')
    expect(stdout).toContain('"title" has other placeholders in sv.json than in fi.json')
    expect(stdout).toContain('→ Give every language of web/messages the same keys')
  })

  test('a manifest that does not hold', () => {
    const broken = join(folder, 'broken-manifest')
    mkdirSync(broken)
    writeFileSync(join(broken, 'digione.json'), '{ "isolation": "page", "id": "X" }')
    const { status, stdout } = failure(broken, 'check', '--json')
    const { ok, gates } = JSON.parse(stdout) as { ok: boolean; gates: { gate: string; result: string; why: string | null; findings: { text: string }[] }[] }
    expect([status, ok, gates[0]]).toEqual([
      1,
      false,
      expect.objectContaining({ result: 'failed', findings: [expect.objectContaining({ text: expect.stringContaining('"id"') })] }),
    ])
    expect(gates.slice(1).every(({ result, why }) => result === 'not run' && why === 'digione.json does not hold')).toBe(true)
  })

  test('a publication without a platform, and one to nowhere', () => {
    expect(failure(join(folder, 'react'), 'publish').stderr).toContain('--platform (or DIGIONE_PLATFORM)')
    const { stderr } = failure(join(folder, 'react'), 'publish', '--platform', 'http://127.0.0.1:9', '--client', 'a', '--secret', 'b')
    expect(stderr).toContain('The platform at http://127.0.0.1:9 does not answer as expected.')
  })

  test('development without the sandbox, of a link, on a port that is none, and on another platform', () => {
    const { status, stderr } = failure(join(folder, 'react'), 'dev', '--port', '45998')
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^The sandbox platform is not installed\. .*npm install --save-dev @digione\/sandbox.*\n$/)])
    expect(failure(join(folder, 'react'), 'dev', '--port', 'http').stderr).toBe('--port is "http"; it has to be a number from 1 to 65535.\n')
    expect(failure(join(folder, 'react'), 'dev', '--platform', 'http://127.0.0.1:9').stderr).toContain(
      'The platform at http://127.0.0.1:9 does not answer as expected.',
    )
    const link = join(folder, 'link')
    mkdirSync(link)
    const { id, version, hostApi, name, description, icon, vendor, roles } = JSON.parse(
      readFileSync(join(SDK, 'fixtures/react/digione.json'), 'utf8'),
    ) as Record<string, unknown>
    const manifest = { id, version, hostApi, name, description, icon, vendor, roles, isolation: 'link', link: { url: 'https://library.example' } }
    writeFileSync(join(link, 'digione.json'), JSON.stringify(manifest))
    expect(failure(link, 'dev').stderr).toMatch(/is a link: there is no code to develop/)
  })
})

describe('an application that is built already', () => {
  const text = { fi: 'Tehtävät', sv: 'Uppgifter' }
  const BUILT =
    '// Built elsewhere.\n"use strict";\nSystem.register(["acme-words"], function (e) { return { execute: function () { e("mount", 1) } } });\n//# sourceMappingURL=app.js.map'
  /** Writes the build and its manifest, and has it wrapped. @returns What the command said. */
  function wrapped(name: string, more: object, built: Readonly<Record<string, string>> = {}): string {
    const at = join(folder, name)
    mkdirSync(join(at, 'build'), { recursive: true })
    const given = {
      'app.js': BUILT,
      'words.js': 'this.words = {}',
      'app.css': 'body{color:red}',
      'chunk.js': '(self.chunks = []).push(1)',
      'notes.txt': 'a',
      ...built,
    }
    for (const [file, contents] of Object.entries(given)) writeFileSync(join(at, 'build', file), contents)
    const manifest = {
      id: 'acme',
      version: '1.0.0',
      hostApi: '1.0',
      name: text,
      description: text,
      icon: 'check',
      vendor: { name: 'Acme Oy', contact: 'tuki@acme.example' },
      roles: ['teacher'],
      isolation: 'frame',
      paths: { '/': { title: text } },
      ...more,
    }
    writeFileSync(join(at, 'digione.json'), JSON.stringify(manifest))
    return digione(at, 'build')
  }
  const singleSpa = { folder: 'build', entry: 'app.js', format: 'system', externals: { 'acme-words': 'words.js' }, styles: ['app.css'] }

  test('is wrapped as it is: a function stands around what registers itself, and nothing in it has changed', () => {
    expect(wrapped('wrapped-frame', { singleSpa, legacy: ['global-styles'] })).toContain('Left out, since releases hold no such files: notes.txt.')
    const around = files('wrapped-frame').map((name) => name.replace(/-[\w-]{8}\.js$/, '-#.js'))
    expect(around).toEqual(['app/app.css', 'app/app.js', 'app/chunk.js', 'app/words.js', 'digione.json', 'mf-manifest.json', 'remoteEntry-#.js'])
    const inDist = (name: string) => readFileSync(join(folder, 'wrapped-frame/dist/app', name), 'utf8')
    expect(inDist('app.js')).toBe(`document.currentScript.run=function(System,module,exports,require,define){${BUILT}\n}`)
    expect(inDist('words.js')).toContain('{this.words = {}\n}')
    expect([inDist('chunk.js'), inDist('app.css')]).toEqual(['(self.chunks = []).push(1)', 'body{color:red}'])
    expect(JSON.parse(digione(join(folder, 'wrapped-frame'), 'check', '--json', '--no-browser'))).toMatchObject({ ok: true })
  })

  test('runs as modules in a page, with styles that stay on its element', () => {
    wrapped('wrapped-page', { isolation: 'page', singleSpa })
    expect(read('wrapped-page', 'app.js')).toMatch(/^export function run\(/)
    expect(read('wrapped-page', 'app.css')).toBe('@layer module{@scope ([data-module="acme"]){:scope{color:red}}}')
    expect(JSON.parse(digione(join(folder, 'wrapped-page'), 'check', '--json', '--no-browser'))).toMatchObject({ ok: true })
  })

  test.each([
    ['a file that is not there', { singleSpa: { ...singleSpa, entry: 'other.js' } }, 'holds no other.js'],
    ['a folder that is not there', { singleSpa: { ...singleSpa, folder: 'built' } }, 'there is no folder'],
    ['the folder that it writes to', { singleSpa: { ...singleSpa, folder: 'dist' } }, 'Let the application be built into another folder'],
    ['an ES module for a registering one', { singleSpa: { ...singleSpa, entry: 'module.js' } }, 'it is an ES module, so "format" is "esm"'],
    ['a registering file for an ES module', { singleSpa: { folder: 'build', entry: 'app.js', format: 'esm' } }, 'so "format" is "system"'],
  ])('is refused with a sentence where the manifest names %s', (_what, more, says) => {
    expect(() => wrapped('wrapped-wrong', more, { 'module.js': 'export const mount = 1' })).toThrow(says)
  })
})
