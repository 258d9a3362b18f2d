import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { buildHash } from './build.ts'
import type { LauncherMemory } from './launcher-memory.ts'
import { type Finished, runNode } from './run.ts'
import { Refusal } from './settings.ts'
import type { FoundModule } from './workspace.ts'

export interface PublisherIdentity {
  /** The program that publishes. */
  readonly digione: string
  readonly platform: string
  readonly client: string
  readonly secret: string
  /** The vendor's private JWK. */
  readonly signingKey: object
}

const Versioned = z.object({ version: z.string() })

function publish(folder: string, { digione, platform, client, secret, signingKey }: PublisherIdentity): Promise<Finished> {
  const identity = { DIGIONE_PLATFORM: platform, DIGIONE_CLIENT: client, DIGIONE_SECRET: secret, DIGIONE_SIGNING_KEY: JSON.stringify(signingKey) }
  return runNode(digione, ['publish'], { cwd: folder, env: { ...process.env, ...identity } })
}

/**
 * Publishes a module's build as its vendor would, unless this very build was the last one.
 *
 * A build that has changed under an unchanged version number goes out as a pre-release of its own, as a released version never
 * changes. So does one that was published before another one: a channel gives what came last.
 * @throws {Refusal} with the registry's words.
 */
export async function publishModule(module: FoundModule, as: PublisherIdentity, memory: LauncherMemory, scratch: string): Promise<void> {
  const { id } = module.manifest
  const dist = join(module.path, 'dist')
  const { version } = Versioned.parse(JSON.parse(readFileSync(join(dist, 'digione.json'), 'utf8')))
  const build = buildHash(dist)
  const last = memory.lastPublished(id)
  if (last?.build === build) return
  const isTaken = ({ code, output }: Finished) => code !== 0 && /other contents/.test(output)
  let finished = last?.version === version ? null : await publish(module.path, as)
  if (!finished || isTaken(finished)) {
    const copy = join(scratch, 'publish', module.folder)
    rmSync(copy, { recursive: true, force: true })
    cpSync(dist, join(copy, 'dist'), { recursive: true })
    const file = join(copy, 'dist', 'digione.json')
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as object
    writeFileSync(file, JSON.stringify({ ...manifest, version: `${version.split('-')[0]}-dev.${Date.now().toString(36)}` }))
    finished = await publish(copy, as)
  }
  if (finished.code !== 0) throw new Refusal(`${module.path} could not be published.\n\n${finished.output.trim()}`)
  memory.rememberPublished(id, { version, build })
}
