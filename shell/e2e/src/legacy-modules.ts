import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { rollup } from '@rollup/wasm-node'
import vue from '@vitejs/plugin-vue'
import { build } from 'vite'
import { buildAngular } from './legacy-angular.ts'

const LEGACY = join(import.meta.dirname, '..', 'legacy')
const DIGIONE = join(import.meta.dirname, '..', '..', '..', 'sdk', 'bin', 'digione.js')
const run = promisify(execFile)

const WORDS = ['inline-styles', 'eval', 'html-sinks', 'global-styles']

type From = 'react-18' | 'vue' | 'angular' | 'webpack' | 'vanilla'

/** Applications that were built for another place, each wrapped by a manifest alone. */
const MODULES: readonly { readonly id: string; readonly from: From; readonly more: object }[] = [
  { id: 'legacy-react', from: 'react-18', more: { isolation: 'frame', singleSpa: { entry: 'acme-tasks.js', format: 'system', styles: ['acme-tasks.css'] } } },
  {
    // Its addresses begin where they began in its own root.
    id: 'legacy-based',
    from: 'react-18',
    more: { isolation: 'frame', singleSpa: { entry: 'acme-tasks.js', format: 'system', base: '/acme', styles: ['acme-tasks.css'] } },
  },
  {
    id: 'paged-react',
    from: 'react-18',
    more: {
      isolation: 'page',
      singleSpa: { entry: 'acme-tasks.js', format: 'system', styles: ['acme-tasks.css'] },
    },
  },
  {
    id: 'legacy-vue',
    from: 'vue',
    more: { isolation: 'frame', legacy: ['global-styles'], singleSpa: { entry: 'acme-notes.js', format: 'esm', styles: ['acme-notes.css'] } },
  },
  {
    id: 'legacy-angular',
    from: 'angular',
    more: {
      isolation: 'frame',
      legacy: ['inline-styles'],
      apis: { api: { purpose: { fi: 'Asiat', sv: 'Saker' } } },
      singleSpa: {
        entry: 'acme-angular.js',
        format: 'esm',
        requests: { 'https://api.acme.example/v1': 'api:/v1' },
        props: { api: 'https://api.acme.example/v1' },
      },
    },
  },
  {
    id: 'paged-angular',
    from: 'angular',
    more: { isolation: 'page', singleSpa: { entry: 'acme-zoneless.js', format: 'esm', styles: ['acme-angular.css'] } },
  },
  { id: 'legacy-webpack', from: 'webpack', more: { isolation: 'frame', legacy: ['inline-styles'], singleSpa: { entry: 'wp.js', format: 'system' } } },
  { id: 'legacy-vanilla', from: 'vanilla', more: vanilla({ legacy: WORDS }) },
  { id: 'strict-vanilla', from: 'vanilla', more: vanilla({}) },
]

function vanilla(more: object): object {
  return {
    isolation: 'frame',
    apis: { api: { purpose: { fi: 'Asiat', sv: 'Saker' } } },
    singleSpa: {
      entry: 'acme-app.js',
      format: 'system',
      externals: { 'acme-words': 'lib/acme-words.js' },
      styles: ['acme-app.css'],
      requests: { 'https://api.acme.example/v1': 'api:/v1' },
      props: { greeting: 'Terve' },
    },
    ...more,
  }
}

/** What a vendor writes: nothing but this. */
function manifestOf(id: string, more: object) {
  const name = { fi: id, sv: id }
  return {
    id,
    version: '1.0.0',
    hostApi: '1.0',
    name,
    description: name,
    icon: 'check',
    vendor: { name: 'Acme Oy', contact: 'tuki@acme.example' },
    roles: ['staff'],
    paths: { '/': { title: name }, '/tasks/:id': { title: name } },
    ...more,
  }
}

/**
 * Builds the applications as their authors do and has the SDK's own command wrap them, as `DIGIONE_MODULES` takes them.
 * @param only Their ids. @default all
 */
export async function writeLegacyModules(folder: string, only?: readonly string[]): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'digione-legacy-'))
  try {
    const wanted = MODULES.filter(({ id }) => !only || only.includes(id))
    const builds: Readonly<Record<From, (to: string) => Promise<void>>> = {
      'react-18': buildReact,
      vue: buildVue,
      vanilla: buildVanilla,
      webpack: copyWebpack,
      angular: buildAngular,
    }
    await Promise.all([...new Set(wanted.map(({ from }) => from))].map((name) => builds[name](join(scratch, name))))
    await Promise.all(
      wanted.map(async ({ id, from, more }) => {
        const module = join(folder, id)
        mkdirSync(module, { recursive: true })
        cpSync(join(scratch, from), module, { recursive: true })
        writeFileSync(join(module, 'digione.json'), JSON.stringify(manifestOf(id, more), null, 2))
        if ('apis' in more) cpSync(join(LEGACY, 'vanilla', 'api'), join(module, 'api'), { recursive: true })
        await run(process.execPath, [DIGIONE, 'build'], { cwd: module })
      }),
    )
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** A production build of one file with everything in it, as an ES module. */
async function buildWithVite(from: string, entry: string, name: string, to: string): Promise<void> {
  await build({
    root: join(LEGACY, from),
    configFile: false,
    logLevel: 'warn',
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"' },
    // Of all that asks for them, the one that this package has.
    resolve: { dedupe: ['react', 'react-dom', 'vue'] },
    plugins: [vue()],
    build: {
      outDir: to,
      emptyOutDir: false,
      minify: true,
      lib: { entry: join(LEGACY, from, 'src', entry), formats: ['es'], fileName: () => `${name}.js`, cssFileName: name },
    },
  })
}

/** @param named Files that the build takes by name from elsewhere, with their names. */
async function toSystem(entry: string, to: string, named: Readonly<Record<string, string>> = {}): Promise<void> {
  const bundle = await rollup({ input: entry, external: Object.keys(named), makeAbsoluteExternalsRelative: false })
  await bundle.write({ dir: to, format: 'system', chunkFileNames: '[name].js', paths: named })
  await bundle.close()
}

async function buildReact(to: string): Promise<void> {
  await buildWithVite('react-18', 'main.jsx', 'acme-tasks', to)
  await toSystem(join(to, 'acme-tasks.js'), to)
}

const buildVue = (to: string) => buildWithVite('vue', 'main.js', 'acme-notes', to)

/** Not built here: see its README. */
async function copyWebpack(to: string): Promise<void> {
  cpSync(join(LEGACY, 'webpack', 'built'), to, { recursive: true })
}

async function buildVanilla(to: string): Promise<void> {
  const source = join(LEGACY, 'vanilla', 'src')
  await toSystem(join(source, 'acme-app.js'), to, { [join(source, 'acme-words.js')]: 'acme-words' })
  const words = await rollup({ input: join(source, 'acme-words.js') })
  await words.write({ file: join(to, 'lib', 'acme-words.js'), format: 'umd', name: 'acmeWords', strict: false })
  await words.close()
  cpSync(join(source, 'acme-app.css'), join(to, 'acme-app.css'))
}
