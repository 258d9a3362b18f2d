import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { Manifest } from '@digione/contracts'

export const ROOT = join(import.meta.dirname, '..', '..', '..', '..')
/** Where a module's backend starts, below its folder. */
const SERVER_ENTRY = join('api', 'src', 'main.ts')

/** The program with which modules are published. */
export const digioneProgram = () => realpathSync(join(ROOT, 'node_modules', '.bin', 'digione'))

/** A module that stands in the repository, found by its manifest. */
export interface FoundModule {
  readonly folder: string
  readonly path: string
  readonly manifest: Manifest
  /** The program of its backend, absolute; `null` where it has none. */
  readonly backend: string | null
}

/**
 * Every `<folder>/digione.json` below `apps`, or below another folder, in the folders' order.
 * @param serverEntry Where a backend starts, below its module's folder.
 * @throws {Error} naming the manifest that is not one.
 */
export function findModules(apps: string = join(ROOT, 'apps'), serverEntry: string = SERVER_ENTRY): FoundModule[] {
  return readdirSync(apps, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(apps, entry.name, 'digione.json')))
    .map(({ name }) => name)
    .toSorted()
    .map((folder) => {
      const path = join(apps, folder)
      const manifest = Manifest.safeParse(JSON.parse(readFileSync(join(path, 'digione.json'), 'utf8')))
      if (!manifest.success)
        throw new Error(`${join(path, 'digione.json')}: ${manifest.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`)
      const backend = join(path, serverEntry)
      return { folder, path, manifest: manifest.data, backend: existsSync(backend) ? backend : null }
    })
}
