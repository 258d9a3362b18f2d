import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Manifest, MountedManifest } from '@digione/contracts'
import { isDigiOneError } from '@digione/contracts'
import { publish } from '../cli/publish.ts'
import { writeTypes } from '../cli/write-types.ts'
import { readManifest, readMountedManifest } from '../vite/manifest.ts'
import { backendEnvironment } from './backend-environment.ts'
import { backendPort, startBackend } from './backend.ts'
import { baseOf } from './container.ts'
import { freePort } from './free-port.ts'
import { openFront } from './front.ts'
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
const wordsOf = (error: unknown) => {
  if (!(error instanceof Error)) return String(error)
  return isDigiOneError(error) ? `${error.message}\n${error.fix}` : error.message
}

/** What a release is made of, whatever order it was written in. */
const fingerprint = (manifest: Manifest) => JSON.stringify(manifest)

/**
 * Shows the module in `folder` in the real shell, on a platform of its own with demo data, and follows what is changed in it.
 *
 * @returns Once it has been stopped.
 * @throws {Error} with a sentence where it cannot start.
 */
export async function dev(folder: string, { port = 5100 }: DevOptions = {}): Promise<{ text: string }> {
  const before = performance.now()
  const found = readManifest(folder)
  if (found.isolation === 'link') throw new Error(`${found.id} is a link: there is no code to develop. Its tile is there once it is published.`)
  if (found.singleSpa)
    throw new Error(`${found.id} is built by its own tools, which develop it too. "digione build" wraps it, and "digione check" shows it in the real shell.`)
  let manifest: MountedManifest = found
  await writeTypes(folder)
  const ending: (() => unknown)[] = []
  const stop = async () => {
    for (const end of ending.splice(0).toReversed()) await end()
  }
  try {
    const listen = await freePort()
    const front = await openFront({ port, platform: listen })
    ending.push(() => front.close())
    const sandbox = openSandbox(folder, say)
    ending.push(() => sandbox.stop())
    const apiPort = backendPort(manifest)
    const [ready, vite] = await Promise.all([
      sandbox.start({ port, listen, data: join(folder, '.digione/sandbox'), digione: DIGIONE, manifest, apiPort, withDemoModules: true }),
      openModuleServer(folder, () => manifest, { server: front.server, say, told: manifest.name }).then((server) => {
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
      await writeDevelopmentRelease({ ...manifest, version: developmentVersion(manifest.version) }, to)
      await publish(to, { platform, client: ready.client.id, secret: ready.client.secret, keys: join(folder, '.digione/sandbox/keys') })
      await sandbox.order({ order: 'switch-on', manifest })
    }
    // A page that waits for it is answered before the release is there to lead to it.
    front.override({ base: baseOf(manifest.id), handle: vite.middlewares, first: FIRST })
    await release()

    let problem: string | null = null
    const become = (next: string | null) => {
      problem = next
      vite.ws.send('digione:manifest', { problem })
    }
    vite.ws.on('connection', () => void (problem && become(problem)))
    watchFiles(vite.watcher, [join(folder, 'digione.json'), join(folder, 'web/messages')], async () => {
      try {
        const next = readMountedManifest(folder)
        await writeTypes(folder)
        if (next.id !== manifest.id) throw new Error(`The module is called ${next.id} now, and was ${manifest.id}: start "digione dev" again.`)
        const isNews = fingerprint(next) !== fingerprint(manifest)
        if (isNews) {
          const isElsewhere = next.entry !== manifest.entry
          manifest = next
          await sandbox.order({ order: 'introduce', manifest })
          await release()
          if (isElsewhere) vite.environments.client.moduleGraph.invalidateAll()
          if (isElsewhere) vite.ws.send({ type: 'full-reload' })
          say('digione.json: the types and the shell follow.')
        }
        become(null)
      } catch (error) {
        say(wordsOf(error))
        become(wordsOf(error))
      }
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
