import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import linker from '@angular/compiler-cli/linker/babel'
import { transformAsync } from '@babel/core'
import { build } from 'vite'
import type { Plugin } from 'vite'

const SOURCE = join(import.meta.dirname, '..', 'legacy', 'angular')
const NGC = fileURLToPath(new URL('bundles/src/bin/ngc.js', import.meta.resolve('@angular/compiler-cli/package.json')))
const run = promisify(execFile)

/** Angular's packages come half compiled, and whoever builds an application compiles the rest, so that no browser has to. */
const linked: Plugin = {
  name: 'angular-linker',
  async transform(code, id) {
    if (!code.includes('ɵɵngDeclare')) return null
    const done = await transformAsync(code, { filename: id, babelrc: false, configFile: false, compact: false, plugins: [linker] })
    return done?.code ?? null
  },
}

/** @param from Where the compiler wrote what it made of the sources. */
const compiled = (from: string): Plugin => ({
  name: 'angular-compiled',
  load: (id) => (id.startsWith(SOURCE) ? readFile(join(from, `${basename(id, '.ts')}.js`), 'utf8') : null),
})

/** Compiled beforehand, as ES modules: `main` becomes `acme-angular.js`, `zoneless` becomes `acme-zoneless.js`. */
export async function buildAngular(to: string): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'digione-angular-'))
  try {
    cpSync(join(SOURCE, 'src', 'acme-angular.css'), join(to, 'acme-angular.css'))
    await run(process.execPath, [NGC, '-p', SOURCE, '--outDir', scratch])
    await build({
      root: SOURCE,
      configFile: false,
      logLevel: 'error',
      mode: 'production',
      define: { ngDevMode: 'false', ngJitMode: 'false', ngServerMode: 'false', ngI18nClosureMode: 'false' },
      plugins: [compiled(scratch), linked],
      build: {
        outDir: to,
        emptyOutDir: false,
        modulePreload: false,
        rolldownOptions: {
          input: { 'acme-angular': join(SOURCE, 'src', 'main.ts'), 'acme-zoneless': join(SOURCE, 'src', 'zoneless.ts') },
          preserveEntrySignatures: 'strict',
          output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
        },
      },
    })
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}
