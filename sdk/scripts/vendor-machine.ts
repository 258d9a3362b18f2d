// Makes a vendor's machine in a folder: "node scripts/vendor-machine.ts <folder>", or for the tests of this package.
import { execFile, execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

export const SDK = join(import.meta.dirname, '..')
const ROOT = join(SDK, '..')
/** The packages that this repository has installed. */
export const INSTALLED = dirname(realpathSync(join(ROOT, 'node_modules/typescript')))
/** The repository's own compiler is newer than what the frameworks' type checkers take; theirs stands here. */
const CHECKERS = join(ROOT, 'shared/config/node_modules')
const PACKED = 'digione-sdk-0.1.0.tgz'

// A vendor's build does not know of the test runner around it; and programs that name "node" get this one.
const { VITEST: _, VITEST_MODE: _mode, ...surroundings } = process.env
export const ENV = { ...surroundings, PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter) }

export interface Finished {
  readonly code: number
  readonly output: string
}

/** A vendor's machine: the packed SDK, its dependencies, and modules that know nothing of this repository. */
export interface VendorMachine {
  /** Outside of the repository; modules stand in it. */
  readonly folder: string
  /** The packed SDK, a file. */
  readonly packed: string
  /** Runs Node. @throws where it does not end well, with `status` and `stderr`. */
  run(cwd: string, ...args: string[]): string
  /** Runs the SDK's own command. @throws as `run` */
  digione(cwd: string, ...args: string[]): string
  /** Runs a script of the module's package.json, as `npm run` does. */
  script(cwd: string, name: string): Promise<Finished>
  /** Gives one module the compiler that its framework's type checker asks for, beside that checker. */
  addChecker(module: string, checker: 'vue-tsc' | 'svelte-check'): void
  remove(): void
}

/** @param at An empty folder outside of the repository. @default a new one among the temporary files */
export function vendorMachine(at: string = mkdtempSync(join(tmpdir(), 'digione-vendor-'))): VendorMachine {
  const folder = realpathSync(at)
  const run = (cwd: string, ...args: string[]) => execFileSync(process.execPath, args, { cwd, env: ENV, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  run(SDK, 'scripts/build.ts')
  execFileSync('npm', ['pack', '--pack-destination', folder], { cwd: SDK, stdio: 'ignore', shell: process.platform === 'win32' })
  const modules = join(folder, 'node_modules')
  mkdirSync(join(modules, '@digione'), { recursive: true })
  for (const name of readdirSync(INSTALLED).filter((entry) => entry !== '@digione' && !entry.startsWith('.')))
    symlinkSync(join(INSTALLED, name), join(modules, name))
  execFileSync('tar', ['-xzf', join(folder, PACKED), '-C', join(modules, '@digione')])
  cpSync(join(modules, '@digione/package'), join(modules, '@digione/sdk'), { recursive: true })
  rmSync(join(modules, '@digione/package'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ dependencies: { '@digione/sdk': `file:${PACKED}` } }))
  const command = join(modules, '@digione/sdk/bin/digione.js')
  linkPrograms(modules, { digione: '@digione/sdk/bin/digione.js', tsc: 'typescript/bin/tsc', vitest: 'vitest/vitest.mjs' })
  return {
    folder,
    packed: join(folder, PACKED),
    run,
    digione: (cwd, ...args) => run(cwd, command, ...args),
    script: (cwd, name) =>
      new Promise((tell) =>
        execFile(process.execPath, ['--run', name], { cwd, env: { ...ENV, NO_COLOR: '1' }, encoding: 'utf8' }, (error, out, complaint) =>
          tell({ code: error ? Number(error.code ?? 1) : 0, output: out + complaint }),
        ),
      ),
    addChecker(module, checker) {
      const own = join(folder, module, 'node_modules')
      const [found] = [INSTALLED, CHECKERS].map((place) => join(place, checker)).filter((path) => existsSync(path))
      // A copy: a link would look for its compiler where it leads to.
      cpSync(realpathSync(found ?? checker), join(own, checker), { recursive: true })
      symlinkSync(join(CHECKERS, 'typescript'), join(own, 'typescript'))
      linkPrograms(own, checker === 'vue-tsc' ? { 'vue-tsc': 'vue-tsc/bin/vue-tsc.js' } : { 'svelte-check': 'svelte-check/bin/svelte-check' })
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function linkPrograms(modules: string, programs: Readonly<Record<string, string>>) {
  mkdirSync(join(modules, '.bin'), { recursive: true })
  for (const [name, file] of Object.entries(programs)) symlinkSync(join(modules, file), join(modules, '.bin', name))
}

if (import.meta.main) vendorMachine(process.argv[2])
