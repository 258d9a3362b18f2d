import { cpSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildHash } from './build.ts'
import type { LauncherMemory } from './launcher-memory.ts'
import { type Finished, runNode } from './run.ts'
import { Refusal } from './settings.ts'
import { type FoundModule, ROOT } from './workspace.ts'

export interface PublisherIdentity {
  readonly platform: string
  readonly client: string
  readonly secret: string
}

const digione = () => realpathSync(join(ROOT, 'node_modules', '.bin', 'digione'))

function publish(folder: string, { platform, client, secret }: PublisherIdentity): Promise<Finished> {
  return runNode(digione(), ['publish'], { cwd: folder, env: { ...process.env, DIGIONE_PLATFORM: platform, DIGIONE_CLIENT: client, DIGIONE_SECRET: secret } })
}

/**
 * Publishes a module's build as its vendor would, unless this very build was the last one.
 *
 * A build that has changed under an unchanged version number goes out as a pre-release of its own, as a released version never changes.
 * @throws {Refusal} with the registry's words.
 */
export async function publishModule(module: FoundModule, as: PublisherIdentity, memory: LauncherMemory, scratch: string): Promise<void> {
  const { id, version } = module.manifest
  const build = buildHash(join(module.path, 'dist'))
  if (memory.publishedBuild(id) === build) return
  let finished = await publish(module.path, as)
  if (finished.code !== 0 && /other contents/.test(finished.output)) {
    const copy = join(scratch, 'publish', module.folder)
    rmSync(copy, { recursive: true, force: true })
    cpSync(join(module.path, 'dist'), join(copy, 'dist'), { recursive: true })
    const file = join(copy, 'dist', 'digione.json')
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as object
    writeFileSync(file, JSON.stringify({ ...manifest, version: `${version.split('-')[0]}-dev.${build.slice(0, 12)}` }))
    finished = await publish(copy, as)
  }
  if (finished.code !== 0) throw new Refusal(`apps/${module.folder} could not be published.\n\n${finished.output.trim()}`)
  memory.rememberPublished(id, build)
}
