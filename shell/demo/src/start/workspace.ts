import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Manifest } from '@digione/contracts'

export const ROOT = join(import.meta.dirname, '..', '..', '..', '..')
export const SERVER_ENTRY = join('api', 'src', 'main.ts')

/** A module that stands in the repository, found by its manifest. */
export interface FoundModule {
  readonly folder: string
  readonly path: string
  readonly manifest: Manifest
  readonly hasBackend: boolean
}

/**
 * Every `apps/<folder>/digione.json`, in the folders' order.
 * @throws {Error} naming the manifest that is not one.
 */
export function findModules(apps: string = join(ROOT, 'apps')): FoundModule[] {
  return readdirSync(apps, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(apps, entry.name, 'digione.json')))
    .map(({ name }) => name)
    .toSorted()
    .map((folder) => {
      const path = join(apps, folder)
      const manifest = Manifest.safeParse(JSON.parse(readFileSync(join(path, 'digione.json'), 'utf8')))
      if (!manifest.success)
        throw new Error(`apps/${folder}/digione.json: ${manifest.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`)
      return { folder, path, manifest: manifest.data, hasBackend: existsSync(join(path, SERVER_ENTRY)) }
    })
}
