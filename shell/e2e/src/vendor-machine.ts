import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..', '..')
/** What a vendor is given. */
const PACKED = { sdk: join(ROOT, 'sdk'), sandbox: join(ROOT, 'shell', 'sandbox') } as const
/** The first start fills a database. */
const READY_WITHIN_MS = 120_000

const programIn = (machine: string) => join(machine, 'node_modules', '@digione', 'sdk', 'bin', 'digione.js')

/** A vendor's machine: the packed SDK and sandbox, what they depend on, and modules that know nothing of this repository. */
export class VendorMachine {
  readonly folder: string = realpathSync(mkdtempSync(join(tmpdir(), 'digione-vendor-')))

  constructor() {
    const modules = join(this.folder, 'node_modules')
    const installed = dirname(realpathSync(join(ROOT, 'node_modules', 'typescript')))
    mkdirSync(join(modules, '@digione'), { recursive: true })
    for (const name of readdirSync(installed)) if (name !== '@digione' && !name.startsWith('.')) symlinkSync(join(installed, name), join(modules, name))
    for (const [name, path] of Object.entries(PACKED)) {
      execFileSync('npm', ['pack', '--pack-destination', this.folder], { cwd: path, stdio: ['ignore', 'ignore', 'pipe'], shell: process.platform === 'win32' })
      const to = join(modules, '@digione', name)
      mkdirSync(to)
      execFileSync('tar', ['-xzf', join(this.folder, `digione-${name}-0.1.0.tgz`), '-C', to, '--strip-components=1'])
    }
  }

  /** Begins a module as the SDK's own example in a framework. @returns Its folder. */
  begin(framework: 'react' | 'vue'): string {
    const folder = join(this.folder, framework)
    cpSync(join(ROOT, 'sdk', 'fixtures', framework), folder, { recursive: true })
    return folder
  }

  /** Builds a module that was begun. */
  build(folder: string): void {
    execFileSync(process.execPath, [programIn(this.folder), 'build'], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  }

  /** Creates a module as a vendor does. @returns Its folder. */
  create(id: string, template: string): string {
    const args = ['create', id, '--template', template, '--vendor', 'Acme Oy', '--contact', 'tuki@acme.example', '--name', `Läksyt ${template}`]
    execFileSync(process.execPath, [programIn(this.folder), ...args], { cwd: this.folder, stdio: ['ignore', 'ignore', 'pipe'] })
    return join(this.folder, id)
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/**
 * Changes a file, as somebody who works on it does.
 * @returns What takes the change back.
 * @throws {Error} where the file does not hold what is to be replaced.
 */
export function edit(file: string, from: string, to: string): () => void {
  const before = readFileSync(file, 'utf8')
  if (!before.includes(from)) throw new Error(`${file} does not hold ${from}`)
  writeFileSync(
    file,
    before.replace(from, () => to),
  )
  return () => writeFileSync(file, before)
}

/** One run of `digione dev`. */
export class DevRun {
  readonly origin: string
  words = ''
  readonly #child: ChildProcess
  readonly #ended: Promise<number | null>

  /** @param env What its environment has besides. */
  constructor(folder: string, port: number, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
    this.origin = `http://digione.localhost:${port}`
    this.#child = spawn(process.execPath, [programIn(join(folder, '..')), 'dev', '--port', String(port), ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Two wishes that contradict each other make Node warn.
      env: { ...process.env, FORCE_COLOR: undefined, ...env },
    })
    const hear = (part: Buffer) => (this.words += part.toString('utf8'))
    this.#child.stdout?.on('data', hear)
    this.#child.stderr?.on('data', hear)
    this.#ended = new Promise((tell) => this.#child.once('close', tell))
  }

  async untilReady(): Promise<void> {
    const until = Date.now() + READY_WITHIN_MS
    while (!this.words.includes('Ctrl-C stops it.')) {
      if (Date.now() > until || this.#child.exitCode !== null) throw new Error(`It did not become ready:\n${this.words}`)
      await new Promise((tell) => setTimeout(tell, 50))
    }
  }

  /** @returns The exit code. */
  async stop(): Promise<number | null> {
    this.#child.kill('SIGINT')
    return this.#ended
  }

  ended(): Promise<number | null> {
    return this.#ended
  }
}
