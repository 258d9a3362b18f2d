import { z } from 'zod'
import type { Person } from './play/person.ts'
import { quantile } from './play/record.ts'
import type { System } from './serve/system.ts'

export interface Streams {
  readonly open: number
  readonly bytesPerStream: number
  /** Processors that the platform uses while nothing but heartbeats goes out. */
  readonly idleProcessors: number
  readonly toggles: number
  readonly toldMs: { readonly p50: number; readonly p99: number; readonly max: number }
  /** Streams that were not told of a toggle within ten seconds, of all toggles together. */
  readonly untold: number
}

const TOGGLES = 20
const IDLE_S = 20
const Version = z.object({ version: z.number() })

/**
 * Opens streams, and switches a module of their municipality to and fro.
 * @param admin Logged in as the municipality's administrator.
 */
export async function streams(system: System, people: readonly Person[], admin: Person, municipality: string, wanted: number): Promise<Streams> {
  const before = system.usage().platform.bytes
  const leaves: (() => void)[] = []
  let version = 0
  let heardAt: number[] = []
  const hear = (text: string) => {
    if (text.includes('event: entitlements') && text.includes(`"version":${version}`)) heardAt.push(performance.now())
  }
  for (let at = 0; at < wanted; at += 20) {
    const next = Array.from({ length: Math.min(20, wanted - at) }, (_, more) => people[(at + more) % people.length]).filter((person) => person !== undefined)
    const opened = await Promise.allSettled(next.map((person) => person.live(hear)))
    for (const one of opened) if (one.status === 'fulfilled') leaves.push(one.value)
  }
  await new Promise((tell) => setTimeout(tell, 3000))
  const [idleFrom, startedAt] = [system.usage().platform, performance.now()]
  await new Promise((tell) => setTimeout(tell, IDLE_S * 1000))
  const idleTo = system.usage().platform
  const idleProcessors = (idleTo.cpuS - idleFrom.cpuS) / ((performance.now() - startedAt) / 1000)

  const [context] = (await admin.me()).filter(({ role }) => role === 'municipal-admin')
  if (!context) throw new Error('The administrator administers nothing.')
  const { access_token: token, base } = await admin.tokenFor('console', context.id, 'platform')
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const modules = await fetch(`${base}/municipalities/${municipality}/modules`, { headers })
  version = Version.parse(await modules.json()).version
  const times: number[] = []
  let untold = 0
  for (let toggle = 0; toggle < TOGGLES; toggle += 1) {
    heardAt = []
    const body = JSON.stringify({ module: 'library', school: null, role: null, on: toggle % 2 === 1, version })
    const since = performance.now()
    version += 1
    const answer = await fetch(`${base}/municipalities/${municipality}/switches`, { method: 'PUT', headers, body })
    if (!answer.ok) throw new Error(`The switch was refused: ${await answer.text()}`)
    const until = performance.now() + 10_000
    while (heardAt.length < leaves.length && performance.now() < until) await new Promise((tell) => setTimeout(tell, 20))
    times.push(...heardAt.map((at) => at - since))
    untold += leaves.length - heardAt.length
  }
  for (const leave of leaves) leave()
  return {
    open: leaves.length,
    bytesPerStream: (idleTo.bytes - before) / leaves.length,
    idleProcessors,
    toggles: TOGGLES,
    toldMs: { p50: quantile(times, 0.5), p99: quantile(times, 0.99), max: Math.max(...times) },
    untold,
  }
}
