import { join } from 'node:path'
import { createPlatform, parseConfig, type Platform, stop } from '@digione/shell-server'
import { countryRoster } from '../dataset/country/country.ts'
import { countryMunicipalities } from '../dataset/country/cities.ts'
import { dataset, type Dataset } from '../dataset/dataset.ts'
import type { Provider } from '../dataset/cast.ts'
import { demoUpstreams } from '../upstreams.ts'
import { startBackends } from './backends.ts'
import { openFront, type Answering, type Front, type Handle } from './front.ts'
import { startIdentity } from './identity.ts'
import { LauncherMemory } from './launcher-memory.ts'
import { lockData } from './data-lock.ts'
import { clientOf, introduceVendors, publishAndSwitchOn } from './seed.ts'
import { originsOf, type Origins, type Settings } from './settings.ts'
import { introduceTrialVendor, TRIAL_MODULE } from './trial-vendor.ts'
import { digioneProgram, findModules, ROOT, type FoundModule } from './workspace.ts'

export interface StackOptions {
  readonly settings: Settings
  /** How many accounts the roster is to have. @default the demo's own */
  readonly scale?: number | null
  /** Where browsers reach it. @default the listener itself */
  readonly origins?: Origins
  /** @default those of the repository and of the settings' folders */
  readonly modules?: readonly FoundModule[]
  /** The built shell. @default the repository's */
  readonly webDist?: string
  /** The program with which modules are published. @default the repository's */
  readonly digione?: string
  /** What time it is for what begins and ends by the clock, in milliseconds since the epoch. @default the system's time */
  readonly now?: () => number
  /** Runs once the port and the data are ours, and before anything reads a build. */
  prepare(): Promise<void>
  /** The folder whose `dist/` is published for a module. @default the module's own */
  readonly published?: (module: FoundModule) => string
  /** Hears of what goes wrong while it runs. */
  complain(text: string): void
  /** Wraps what answers for the shell's host. */
  dress?(platform: Handle): Promise<Answering>
}

export interface Stack {
  readonly origins: Origins
  readonly people: Dataset['people']
  readonly municipalities: Dataset['roster']['municipalities']
  /** Whether the data are new: nothing had been published before. */
  readonly isNew: boolean
  readonly front: Front
  readonly platform: Platform
  /** File with the account of a vendor to try publishing with; `null` where the demo has its module itself. */
  readonly vendorAccount: string | null
  /** Publishes the builds that have changed since. */
  publishAgain(): Promise<void>
  /** Starts those backends anew whose files these are. */
  restartBackends(paths: readonly string[]): Promise<void>
  /** Ends every part, within three seconds. */
  stop(): Promise<void>
}

/**
 * Starts the whole: platform, identity providers and vendors' backends behind one listener, with the demo's data in them.
 *
 * @throws {Refusal} with a sentence for whoever started it.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { settings, scale = null, prepare, complain, dress } = options
  const origins = options.origins ?? originsOf(settings.port, settings.httpsPort)
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

    const today = new Date()
    const { roster, people } = dataset(today)
    const modules = options.modules ?? [...findModules(), ...settings.moduleFolders.flatMap((folder) => findModules(folder))]
    const secretOf = (id: Provider) => memory.secret(`upstream ${id}`)
    const upstreams = demoUpstreams(origins.identity, { mpassid: secretOf('mpassid'), suomifi: secretOf('suomifi'), directory: secretOf('directory') })

    const identity = startIdentity(origins, upstreams, people)
    started.push(() => identity.close())
    front.route('id.digione.localhost', { handle: identity.handle })

    const platform = await createPlatform(
      parseConfig({
        origins: { shell: origins.shell, session: origins.session, modules: origins.modules },
        database: settings.databaseUrl ? { url: settings.databaseUrl } : { folder: join(settings.data, 'db') },
        upstreams: [...upstreams],
        developers: [...settings.developers],
        webDist: options.webDist ?? join(ROOT, 'shell', 'web', 'dist'),
        logLevel: settings.logLevel,
        // A quarter of an hour of nothing, and a long school day.
        sessions: { idleS: 900, absoluteS: 36_000 },
      }),
      options.now ? { now: options.now } : {},
    )
    started.push(() => stop(front.server, platform))
    const imported = await platform.importRoster(scale === null ? roster : countryRoster(today, scale))
    // A roster that is news means a database that is new: what was published to another one does not count.
    if (imported.changed) memory.forgetPublished()
    await introduceVendors(platform, modules, origins, memory)
    const hasTrialModule = options.modules !== undefined || modules.some(({ manifest }) => manifest.id === TRIAL_MODULE)
    const vendorAccount = hasTrialModule ? null : await introduceTrialVendor(platform, memory, origins, settings.data)
    front.route('session.digione.localhost', { handle: platform.handle })
    front.route('*.digione-modules.localhost', { handle: platform.handle })
    front.route('digione.localhost', dress ? await dress(platform.handle) : { handle: platform.handle })

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

    const municipalities = scale === null ? roster.municipalities : [...countryMunicipalities]
    const tools = { digione: options.digione ?? digioneProgram(), scratch: settings.data }
    const { published = ({ path }) => path } = options
    const toPublish = modules.map((module) => ({ ...module, path: published(module) }))
    const publishAgain = () => publishAndSwitchOn(platform, toPublish, municipalities, origins, memory, tools)
    await publishAgain()
    return {
      origins,
      people,
      municipalities,
      isNew: imported.changed,
      front,
      platform,
      vendorAccount,
      publishAgain,
      restartBackends: (paths) => backends.restart(paths),
      stop: stopAll,
    }
  } catch (error) {
    await stopAll()
    throw error
  }
}
