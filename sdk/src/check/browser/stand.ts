import { cp, mkdir, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { MountedManifest, SandboxPerson } from '@digione/contracts'
import { publish } from '../../cli/publish.ts'
import { backendEnvironment } from '../../dev/backend-environment.ts'
import { backendPort, hasBackendScript, startBackend } from '../../dev/backend.ts'
import { freePort } from '../../dev/free-port.ts'
import { DIGIONE, openSandbox } from '../../dev/sandbox.ts'

const BACKEND_WITHIN_MS = 15_000
const TRY_EVERY_MS = 50

/** A platform of its own, with the module's build published and switched on. */
export interface Stand {
  /** The shell's. */
  readonly origin: string
  /** The log-in's. */
  readonly session: string
  /** Where requests to the module's backend go. */
  readonly audience: string
  readonly people: readonly SandboxPerson[]
  /** `homework@3f2a91c07b5d` */
  readonly release: string
  stop(): Promise<void>
}

export interface StandOptions {
  readonly folder: string
  readonly manifest: MountedManifest
  readonly say: (text: string) => void
}

/** @throws {Error} in a sentence where the sandbox is not installed, or the registry refuses the build. */
export async function openStand({ folder, manifest, say }: StandOptions): Promise<Stand> {
  const ending: (() => unknown)[] = []
  const stop = async () => {
    for (const end of ending.splice(0).toReversed()) await end()
  }
  try {
    const own = join(folder, '.digione/check')
    // Each check begins anew: what the one before did is no part of it.
    await rm(own, { recursive: true, force: true })
    await mkdir(join(own, 'api'), { recursive: true })
    ending.push(() => rm(own, { recursive: true, force: true }))
    const port = await freePort()
    const origin = `http://digione.localhost:${port}`
    const isRunByScript = backendPort(manifest) !== null && hasBackendScript(folder)
    const apiPort = isRunByScript ? await freePort() : backendPort(manifest)
    const sandbox = openSandbox(folder, say)
    ending.push(() => sandbox.stop())
    const ready = await sandbox.start({ port, listen: port, data: join(own, 'data'), digione: DIGIONE, manifest, apiPort, withDemoModules: false })
    // From here on, names under `.localhost` lead to this machine in this process too.
    await import(pathToFileURL(ready.loopback).href)
    if (isRunByScript && apiPort !== null) {
      let words = ''
      const environment = backendEnvironment({ port: apiPort, platform: origin, module: manifest.id, ready, data: join(own, 'api') })
      const backend = startBackend(folder, environment, (line) => (words += `${line}\n`))
      if (backend) {
        ending.push(() => backend.stop())
        if (!(await answers(apiPort))) throw new Error(`"npm run api" does not listen on the port that PORT gives it (${apiPort}). ${words.trim().slice(-400)}`)
      }
    }
    await cp(join(folder, 'dist'), join(own, 'release/dist'), { recursive: true })
    const published = await publish(join(own, 'release'), { platform: origin, client: ready.client.id, secret: ready.client.secret, keys: join(own, 'keys') })
    await sandbox.order({ order: 'switch-on', manifest })
    return { origin, session: origin.replace('//', '//session.'), audience: ready.audience, people: ready.people, release: published.release, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function answers(port: number): Promise<boolean> {
  const until = Date.now() + BACKEND_WITHIN_MS
  while (Date.now() < until) {
    const isThere = await new Promise<boolean>((tell) => {
      const socket = connect(port, '127.0.0.1', () => tell(true))
      socket.once('error', () => tell(false))
      socket.once('connect', () => socket.end())
    })
    if (isThere) return true
    await new Promise((resolve) => setTimeout(resolve, TRY_EVERY_MS))
  }
  return false
}
