// Builds dist: JavaScript with the contracts inlined, the declarations with them, and the manifest's JSON Schema.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { Manifest } from '@digione/contracts'
import { CheckReport } from '../src/check/report.ts'
import { build } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
const repository = join(root, '..')
const dist = join(root, 'dist')
// Written beside and moved at the end: whoever builds at the same time never meets half a package.
const fresh = join(root, `dist/.fresh-${process.pid}`)
mkdirSync(fresh, { recursive: true })
// A production build whatever the surroundings say: a development one asks for what the React that the platform lends does not have.
process.env['NODE_ENV'] = 'production'
try {
  await bundle()
  await bundleContainer()
  declare()
  cpSync(join(root, 'src/svelte/Boundary.svelte'), join(fresh, 'svelte/Boundary.svelte'))
  writeFileSync(join(fresh, 'digione.schema.json'), JSON.stringify(z.toJSONSchema(Manifest, { io: 'input' }), null, 2))
  writeFileSync(join(fresh, 'check-report.schema.json'), JSON.stringify(z.toJSONSchema(CheckReport), null, 2))
  cpSync(fresh, dist, { recursive: true })
  removeStale()
} finally {
  rmSync(fresh, { recursive: true, force: true })
}

async function bundle() {
  const entries = [
    'index.ts',
    'react/index.ts',
    'vue/index.ts',
    'svelte/index.ts',
    'single-spa/index.ts',
    'vite/index.ts',
    'server/index.ts',
    'testing/index.ts',
    'cli/main.ts',
    'dev/page/hot-app.ts',
    'dev/page/client.ts',
  ]
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: fresh,
      emptyOutDir: false,
      minify: false,
      target: 'es2024',
      lib: { entry: entries.map((file) => join(root, 'src', file)), formats: ['es'] },
      rolldownOptions: {
        // Svelte's components are compiled with the module that uses them, by that module's Svelte.
        external: (id) =>
          id.endsWith('.svelte') ||
          (!id.startsWith('.') && !id.startsWith('/') && !/^@digione\/(?:contracts|loopback|inspection|probes)/.test(id) && !id.startsWith('\0')),
        // File by file: a module that takes one function must not carry every schema.
        output: {
          preserveModules: true,
          preserveModulesRoot: repository,
          entryFileNames: ({ name }) =>
            `${name
              .replace(/^sdk\/src\//, '')
              .replace(/^shared\/contracts\/src\//, 'contracts/')
              .replace(/^shared\/(loopback|inspection|probes)\/src\//, '$1/')}.js`,
        },
      },
    },
  })
}

/** What `digione build` puts in front of an application that it wraps: one file, which needs nothing. */
async function bundleContainer() {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: join(fresh, 'wrapped'),
      emptyOutDir: false,
      target: 'es2024',
      lib: { entry: join(root, 'src/wrapped/container.ts'), formats: ['es'], fileName: () => 'container.js' },
      rolldownOptions: { output: { codeSplitting: false, minify: true } },
    },
  })
}

/** Declarations of the SDK and of the contracts that they name, with specifiers that hold outside of this repository. */
function declare() {
  const emitted = join(fresh, '.declarations')
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
  execFileSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.emit.json'), '--outDir', emitted], { stdio: 'inherit' })
  const types = join(fresh, 'types')
  copyDeclarations(join(emitted, 'sdk/src'), types, types)
  copyDeclarations(join(emitted, 'shared/contracts/src'), join(types, 'contracts'), types)
  copyDeclarations(join(emitted, 'shared/ui/src'), join(types, 'ui'), types)
  // The elements' types in each framework's markup are written by hand.
  copyDeclarations(join(repository, 'shared/ui/src'), join(types, 'ui'), types)
  rmSync(emitted, { recursive: true })
}

function copyDeclarations(from: string, to: string, types: string) {
  for (const file of readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.d.ts'))) {
    const target = join(to, file)
    const text = readFileSync(join(from, file), 'utf8')
      .replaceAll(/(['"])@digione\/(contracts|ui)(?:\/(\w+))?\1/g, (_, _quote, from: string, door: string | undefined) => {
        const file = from === 'ui' && door ? `${door}.js` : join(door ?? '', 'index.js')
        const path = relative(dirname(target), join(types, from, file))
        return `'${path.startsWith('.') ? path : `./${path}`}'`
      })
      .replaceAll(/(from |import\()(['"])(\.[^'"]+)\.tsx?\2/g, '$1$2$3.js$2')
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, text)
  }
}

function removeStale() {
  for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const isFile = !file.startsWith('.') && /\.(?:js|ts|json|svelte)$/.test(file)
    if (isFile && !existsSync(join(fresh, file))) rmSync(join(dist, file))
  }
}
