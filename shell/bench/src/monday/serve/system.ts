import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { clientOf } from '@digione/shell-demo/seed'
import { LauncherMemory } from '@digione/shell-demo/launcher-memory'
import { demoUpstreams } from '@digione/shell-demo/upstreams'
import { freePort } from '@digione/shell-demo/backends'
import { findModules, ROOT } from '@digione/shell-demo/workspace'
import pg from 'pg'
import { type Addresses, chooseAddresses } from './addresses.ts'
import { balance } from './balance.ts'
import { type Child, startChild, untilHealthy } from './child.ts'
import { type Usage, usageOf } from './meter.ts'

/** The parts whose use of the machine is measured. */
export const PARTS = ['platform', 'database', 'identity', 'attendance', 'timetable'] as const
export type Part = (typeof PARTS)[number]

/** One of the platform's servers. */
export interface Instance {
  /** Ends it as a power cut does. */
  kill(): Promise<void>
  /** Starts it again. @returns Once it takes requests. */
  start(): Promise<void>
}

/** Everything that answers, each part in a process of its own, as `shell/server` runs in production. */
export interface System {
  readonly addresses: Addresses
  readonly instances: readonly Instance[]
  /** What each part has used since it began. */
  usage(): Record<Part, Usage>
  /** The platform's own measurements, as Prometheus reads them. */
  metrics(): Promise<string>
  stop(): Promise<void>
}

export interface SystemOptions {
  readonly databaseUrl: string
  readonly accounts: number
  readonly data: string
  /** How many servers the platform has, behind one address. @default 1 */
  readonly instances?: number
  /** Node's options for the platform, such as `--cpu-prof`. */
  readonly nodeOptions: readonly string[]
  say(text: string): void
}

const fileOf = (name: string) => join(import.meta.dirname, name)
const readyAt = (port: number) => `http://digione.localhost:${port}/readyz`

/** The process that all of a local PostgreSQL's others descend from. */
export async function postmasterOf(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const pid = rows[0]?.pid ?? 0
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  await client.end()
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

export async function startSystem({ databaseUrl, accounts, data, instances: wanted = 1, nodeOptions, say }: SystemOptions): Promise<System> {
  const addresses = await chooseAddresses()
  const shared = { BENCH_ADDRESSES: JSON.stringify(addresses), BENCH_ACCOUNTS: String(accounts), BENCH_DATA: data, BENCH_DATABASE: databaseUrl }
  say(`filling the database with ${accounts} accounts, and publishing the modules`)
  await startChild('the seed', fileOf('seed-main.ts'), shared).ended()

  say('starting the platform, the identity providers and the vendors’ backends')
  const memory = new LauncherMemory(data)
  const secretOf = (id: string) => memory.secret(`upstream ${id}`)
  const upstreams = demoUpstreams(addresses.identity, { mpassid: secretOf('mpassid'), suomifi: secretOf('suomifi'), directory: secretOf('directory') })
  const identity = startChild('the identity providers', fileOf('identity-main.ts'), shared)
  const startPlatform = (port: number) =>
    startChild(
      'the platform',
      join(ROOT, 'shell/server/src/main.ts'),
      {
        NODE_ENV: 'production',
        HOST: '127.0.0.1',
        PORT: String(port),
        LOG_LEVEL: 'warn',
        DATABASE_URL: databaseUrl,
        DIGIONE_ORIGIN: addresses.shell,
        DIGIONE_SESSION_ORIGIN: addresses.session,
        DIGIONE_MODULES_ORIGIN: addresses.modules,
        DIGIONE_UPSTREAMS: JSON.stringify(upstreams),
        // The load says in X-Forwarded-For which school or home it stands for, as a proxy in front would.
        DIGIONE_TRUSTED_PROXIES: '["127.0.0.1"]',
        DIGIONE_DRAIN_S: '0',
      },
      nodeOptions,
    )
  const ports = wanted === 1 ? [addresses.ports.platform] : await Promise.all(Array.from({ length: wanted }, freePort))
  const platforms = ports.map(startPlatform)
  const balancer = wanted === 1 ? null : await balance(addresses.ports.platform, ports)
  const backends = findModules().flatMap((module): ['attendance' | 'timetable', Child][] => {
    const { folder } = module
    if (folder !== 'attendance' && folder !== 'timetable') return []
    const { clientId, secret } = clientOf(module, memory)
    const env = {
      PORT: String(addresses.ports[folder]),
      DATA_DIR: join(data, 'load', folder),
      DIGIONE_PLATFORM: addresses.shell,
      DIGIONE_MODULE: module.manifest.id,
      DIGIONE_CLIENT_ID: clientId,
      DIGIONE_CLIENT_SECRET: secret,
      DIGIONE_AUDIENCE: addresses.vendor[folder],
    }
    return [[folder, startChild(`the backend of ${folder}`, join(module.path, 'api/src/main.ts'), env)]]
  })
  await Promise.all([
    ...ports.map((port) => untilHealthy(readyAt(port))),
    untilHealthy(`${addresses.identity}/healthz`),
    ...Object.values(addresses.vendor).map((origin) => untilHealthy(`${origin}/healthz`)),
  ])
  const pids = {
    identity: identity.pid,
    database: await postmasterOf(databaseUrl),
    ...(Object.fromEntries(backends.map(([name, { pid }]) => [name, pid])) as Record<'attendance' | 'timetable', number>),
  }
  return {
    addresses,
    instances: ports.map((port, at) => ({
      kill: async () => platforms[at]?.kill(),
      async start() {
        platforms[at] = startPlatform(port)
        await untilHealthy(readyAt(port))
      },
    })),
    usage: () => {
      const instances = platforms.map(({ pid }) => usageOf(pid))
      const platform = { cpuS: instances.reduce((sum, { cpuS }) => sum + cpuS, 0), bytes: instances.reduce((sum, { bytes }) => sum + bytes, 0) }
      return { platform, ...(Object.fromEntries(Object.entries(pids).map(([part, pid]) => [part, usageOf(pid)])) as Record<Exclude<Part, 'platform'>, Usage>) }
    },
    metrics: async () => (await fetch(`${addresses.shell}/metrics`)).text(),
    async stop() {
      await Promise.all([...platforms, identity, ...backends.map(([, child]) => child)].map((child) => child.stop()))
      balancer?.close()
    },
  }
}
