import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { publish } from '../cli/publish.ts'
import { writeTypes } from '../cli/write-types.ts'
import { backendEnvironment } from './backend-environment.ts'
import { backendPort, startBackend } from './backend.ts'
import { freePort } from './free-port.ts'
import { followManifest } from './follow-manifest.ts'
import { framesHost, openFront, sandboxAt } from './front.ts'
import { hiddenBase } from './hidden-base.ts'
import { manifestToDevelop } from './manifest-to-develop.ts'
import { watchFiles } from './watch-files.ts'
import { FIRST } from './plugin.ts'
import { developmentVersion, writeDevelopmentRelease } from './release.ts'
import { DIGIONE, openSandbox } from './sandbox.ts'
import { openModuleServer } from './server.ts'
import { untilStopped } from './until-stopped.ts'
import { welcome } from './welcome.ts'

export interface DevOptions {
  /** Where the browser goes. @default 5100 */
  readonly port?: number
}

const say = (text: string) => process.stderr.write(`${text}\n`)

/**
 * Shows the module in `folder` in the real shell, on a platform of its own with demo data, and follows what is changed in it.
 *
 * @returns Once it has been stopped.
 * @throws {Error} with a sentence where it cannot start.
 */
export async function dev(folder: string, { port = 5100 }: DevOptions = {}): Promise<{ text: string }> {
  const before = performance.now()
  let manifest = manifestToDevelop(folder)
  await writeTypes(folder)
  const base = hiddenBase(folder, manifest.id)
  const { isolation } = manifest
  const ending: (() => unknown)[] = []
  const stop = async () => {
    for (const end of ending.splice(0).toReversed()) await end()
  }
  try {
    const listen = await freePort()
    const front = await openFront({ port, platform: sandboxAt(listen) })
    ending.push(() => front.close())
    const sandbox = openSandbox(folder, say)
    ending.push(() => sandbox.stop())
    const apiPort = backendPort(manifest)
    const [ready, vite] = await Promise.all([
      sandbox.start({ port, listen, data: join(folder, '.digione/sandbox'), digione: DIGIONE, manifest, apiPort, withDemoModules: true }),
      openModuleServer(folder, () => manifest, { server: front.server, say, told: manifest.name, base, borrows: isolation === 'page' }).then((server) => {
        ending.push(() => server.close())
        return server
      }),
    ])
    // From here on, names under `.localhost` lead to this machine in this process too.
    await import(pathToFileURL(ready.loopback).href)
    const platform = `http://digione.localhost:${port}`
    const apiData = join(folder, '.digione/api')
    await mkdir(apiData, { recursive: true })
    const backend =
      apiPort === null
        ? null
        : startBackend(folder, backendEnvironment({ port: apiPort, platform, module: manifest.id, ready, data: apiData }), (line) => say(`[api] ${line}`))
    if (backend) {
      ending.push(() => backend.stop())
      if (!backend.watchesItself) watchFiles(vite.watcher, [join(folder, 'api')], () => backend.restart())
    }

    const release = async () => {
      const to = join(folder, '.digione/release')
      await writeDevelopmentRelease({ ...manifest, version: developmentVersion(manifest.version) }, to, base)
      await publish(to, { platform, client: ready.client.id, secret: ready.client.secret, keys: join(folder, '.digione/sandbox/keys') })
      await sandbox.order({ order: 'switch-on', manifest })
    }
    // A page that waits for it is answered before the release is there to lead to it.
    front.override({ base, handle: vite.middlewares, first: FIRST, frames: framesHost(port, manifest.id) })
    await release()

    followManifest(vite, {
      folder,
      say,
      now: () => manifest,
      async become(next) {
        // Which React it has was decided with it.
        if (next.isolation !== isolation) throw new Error(`The module runs in a ${next.isolation} now, and ran in a ${isolation}: start "digione dev" again.`)
        manifest = next
        await sandbox.order({ order: 'introduce', manifest })
        await release()
      },
    })
    process.stdout.write(
      welcome({ address: platform, manifest, people: ready.people, hasBackend: backend !== null, seconds: (performance.now() - before) / 1000 }),
    )
    await untilStopped()
    return { text: 'Stopped.' }
  } finally {
    await stop()
  }
}
