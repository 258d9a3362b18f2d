import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const NOT_COPIED = new Set(['node_modules', 'dist', 'dist-vault', '.turbo', '.git', '.data', '.data-dev', '.digione', 'coverage', 'test-results'])

/** A copy of the repository to plant violations in, sharing the installed packages. */
export class PlantedCopy {
  readonly root: string = mkdtempSync(join(tmpdir(), 'digione-boundaries-'))

  constructor() {
    for (const name of ['shared', 'sdk', 'shell', 'apps', 'package.json', 'package-lock.json', 'turbo.json', '.oxlintrc.json', '.gitignore']) {
      cpSync(join(ROOT, name), join(this.root, name), { recursive: true, filter: (source) => !NOT_COPIED.has(basename(source)) })
    }
    symlinkSync(join(ROOT, 'node_modules'), join(this.root, 'node_modules'), 'dir')
    // The tools find out by git which files there are.
    spawnSync('git', ['init', '-q'], { cwd: this.root })
  }

  plant(path: string, contents: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true })
    writeFileSync(join(this.root, path), contents)
  }

  /** Adds a dependency to a workspace's package.json, without installing anything. @returns What takes it back. */
  plantDependency(workspace: string, name: string): () => void {
    const file = join(this.root, workspace, 'package.json')
    const before = readFileSync(file, 'utf8')
    const manifest = JSON.parse(before) as { dependencies?: Record<string, string> }
    writeFileSync(file, JSON.stringify({ ...manifest, dependencies: { ...manifest.dependencies, [name]: '0.1.0' } }))
    return () => writeFileSync(file, before)
  }

  pull(path: string): void {
    rmSync(join(this.root, path), { force: true })
  }

  /** Runs one of the workspace's tools in the copy. */
  tool(name: 'oxlint' | 'turbo' | 'tsc', ...args: string[]): { isRed: boolean; output: string } {
    const { status, stdout, stderr } = spawnSync(join(this.root, 'node_modules', '.bin', name), args, {
      cwd: this.root,
      encoding: 'utf8',
      env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1', TURBO_TELEMETRY_DISABLED: '1' },
    })
    return { isRed: status !== 0, output: `${stdout}${stderr}` }
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true })
  }
}
