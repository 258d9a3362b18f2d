import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..', '..')

/** What stands in node_modules as the installing machine's own record or cache, and is no package. */
const isCache = (name: string) => name === '.cache' || name.startsWith('.vite')

/** Links the packages of one node_modules folder. npm's own links, to workspaces and to programs, are relative: they lead into the copy. */
function linkPackages(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name)
    if (isCache(entry.name)) continue
    if (entry.name === '.bin' || entry.name.startsWith('@')) linkPackages(source, join(to, entry.name))
    else symlinkSync(entry.isSymbolicLink() ? readlinkSync(source) : source, join(to, entry.name))
  }
}

/** A copy of the repository as it stands in the folder, committed or not, with the packages that are installed here. */
export class RepositoryCopy {
  readonly root: string = mkdtempSync(join(tmpdir(), 'digione-copy-'))

  constructor() {
    const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26 })
    const there = files.split('\0').filter((file) => file !== '' && existsSync(join(ROOT, file)))
    for (const file of there) {
      mkdirSync(dirname(join(this.root, file)), { recursive: true })
      copyFileSync(join(ROOT, file), join(this.root, file))
    }
    const workspaces = new Set(there.filter((file) => file.endsWith('/package.json')).map((file) => dirname(file)))
    for (const folder of ['', ...workspaces]) {
      const packages = join(folder, 'node_modules')
      if (existsSync(join(ROOT, packages))) linkPackages(join(ROOT, packages), join(this.root, packages))
    }
  }

  /** What has been built here already is taken from the build tool's cache, as far as the sources are the same. */
  get environment(): Record<string, string> {
    return { TURBO_CACHE_DIR: this.#cache() }
  }

  #cache(): string {
    const common = execFileSync('git', ['rev-parse', '--path-format=absolute', '--git-common-dir'], { cwd: ROOT, encoding: 'utf8' }).trim()
    return join(dirname(common), '.turbo', 'cache')
  }

  /**
   * Changes a file, as somebody who works on it does.
   * @returns What takes the change back.
   * @throws {Error} where the file does not hold what is to be replaced.
   */
  change(path: string, from: string, to: string): () => void {
    const file = join(this.root, path)
    const before = readFileSync(file, 'utf8')
    if (!before.includes(from)) throw new Error(`${path} does not hold ${from}`)
    writeFileSync(
      file,
      before.replace(from, () => to),
    )
    return () => writeFileSync(file, before)
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true })
  }
}
