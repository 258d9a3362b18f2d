import { join } from 'node:path'
import { createPlatform, stop } from '@digione/shell-server'
import { dataset, type Dataset } from '../dataset/dataset.ts'
import type { Provider } from '../dataset/cast.ts'
import { demoUpstreams } from '../upstreams.ts'
import { startBackends } from './backends.ts'
import { openFront, type Front } from './front.ts'
import { startIdentity } from './identity.ts'
import { LauncherMemory } from './launcher-memory.ts'
import { lockData } from './data-lock.ts'
import { clientOf, introduceVendors, publishAndSwitchOn } from './seed.ts'
import { originsOf, type Origins, type Settings } from './settings.ts'
import { findModules, ROOT } from './workspace.ts'

export interface Stack {
  readonly origins: Origins
  readonly people: Dataset['people']
  readonly front: Front
  /** Ends every part, within three seconds. */
  stop(): Promise<void>
}

/**
 * Starts the whole: platform, identity providers and vendors' backends behind one listener, with the demo's data in them.
 *
 * @param prepare Runs once the port and the data are ours, and before anything reads a build.
 * @param complain Hears of what goes wrong while it runs.
 * @throws {Refusal} with a sentence for whoever started it.
 */
export async function startStack(settings: Settings, prepare: () => Promise<void>, complain: (text: string) => void): Promise<Stack> {
  const origins = originsOf(settings.port)
  // What has been started, to be stopped in reverse, also when the rest can't be started.
  const started: (() => unknown)[] = []
  const stopAll = async () => {
    for (const end of started.splice(0).toReversed()) await end()
  }
  try {
    const front = await openFront(settings, origins.shell)
    started.push(() => {
      front.server.closeAllConnections()
      front.server.close()
    })
    started.push(await lockData(settings.data))
    const memory = new LauncherMemory(settings.data)
    await prepare()

    const { roster, people } = dataset(new Date())
    const modules = findModules()
    const secretOf = (id: Provider) => memory.secret(`upstream ${id}`)
    const upstreams = demoUpstreams(origins.identity, { mpassid: secretOf('mpassid'), suomifi: secretOf('suomifi'), directory: secretOf('directory') })

    const identity = await startIdentity(origins, upstreams, people)
    started.push(() => identity.close())
    front.route('id.digione.localhost', { handle: identity.handle })

    const platform = await createPlatform({
      origins: { shell: origins.shell, session: origins.session },
      database: settings.databaseUrl ? { url: settings.databaseUrl } : { folder: join(settings.data, 'db') },
      upstreams: [...upstreams],
      webDist: join(ROOT, 'shell', 'web', 'dist'),
      logLevel: settings.logLevel,
    })
    started.push(() => stop(front.server, platform))
    const imported = await platform.importRoster(roster)
    // A roster that is news means a database that is new: what was published to another one does not count.
    if (imported.changed) memory.forgetPublished()
    await introduceVendors(platform, modules, origins, memory)
    for (const host of ['digione.localhost', 'session.digione.localhost']) front.route(host, { handle: platform.handle })

    const backends = await startBackends(
      modules,
      settings.data,
      (module) => {
        const { clientId, secret } = clientOf(module, memory)
        return {
          DIGIONE_PLATFORM: origins.shell,
          DIGIONE_MODULE: module.manifest.id,
          DIGIONE_CLIENT_ID: clientId,
          DIGIONE_CLIENT_SECRET: secret,
          DIGIONE_AUDIENCE: origins.vendor(module.folder),
        }
      },
      complain,
    )
    started.push(() => backends.stop())
    for (const { folder, port } of backends.list) front.route(`${folder}.digione-vendors.localhost`, { port })

    await publishAndSwitchOn(platform, modules, roster.municipalities, origins, memory, settings.data)
    return { origins, people, front, stop: stopAll }
  } catch (error) {
    await stopAll()
    throw error
  }
}
