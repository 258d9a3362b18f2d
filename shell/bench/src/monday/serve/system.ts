import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { clientOf } from '@digione/shell-demo/seed'
import { LauncherMemory } from '@digione/shell-demo/launcher-memory'
import { demoUpstreams } from '@digione/shell-demo/upstreams'
import { findModules, ROOT } from '@digione/shell-demo/workspace'
import pg from 'pg'
import { type Addresses, chooseAddresses } from './addresses.ts'
import { type Child, startChild, untilHealthy } from './child.ts'
import { type Usage, usageOf } from './meter.ts'

/** The parts whose use of the machine is measured. */
export const PARTS = ['platform', 'database', 'identity', 'attendance', 'timetable'] as const
export type Part = (typeof PARTS)[number]

/** Everything that answers, each part in a process of its own, as `shell/server` runs in production. */
export interface System {
  readonly addresses: Addresses
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
  /** Node's options for the platform, such as `--cpu-prof`. */
  readonly nodeOptions: readonly string[]
  say(text: string): void
}

const fileOf = (name: string) => join(import.meta.dirname, name)

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

export async function startSystem({ databaseUrl, accounts, data, nodeOptions, say }: SystemOptions): Promise<System> {
  const addresses = await chooseAddresses()
  const shared = { BENCH_ADDRESSES: JSON.stringify(addresses), BENCH_ACCOUNTS: String(accounts), BENCH_DATA: data, BENCH_DATABASE: databaseUrl }
  say(`filling the database with ${accounts} accounts, and publishing the modules`)
  await startChild('the seed', fileOf('seed-main.ts'), shared).ended()

  say('starting the platform, the identity providers and the vendors’ backends')
  const memory = new LauncherMemory(data)
  const secretOf = (id: string) => memory.secret(`upstream ${id}`)
  const upstreams = demoUpstreams(addresses.identity, { mpassid: secretOf('mpassid'), suomifi: secretOf('suomifi'), directory: secretOf('directory') })
  const identity = startChild('the identity providers', fileOf('identity-main.ts'), shared)
  const platform = startChild(
    'the platform',
    join(ROOT, 'shell/server/src/main.ts'),
    {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(addresses.ports.platform),
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
    untilHealthy(`${addresses.shell}/readyz`),
    untilHealthy(`${addresses.identity}/healthz`),
    ...Object.values(addresses.vendor).map((origin) => untilHealthy(`${origin}/healthz`)),
  ])
  const pids = {
    platform: platform.pid,
    identity: identity.pid,
    database: await postmasterOf(databaseUrl),
    ...(Object.fromEntries(backends.map(([name, { pid }]) => [name, pid])) as Record<'attendance' | 'timetable', number>),
  }
  return {
    addresses,
    usage: () => Object.fromEntries(PARTS.map((part) => [part, usageOf(pids[part])])) as Record<Part, Usage>,
    metrics: async () => (await fetch(`${addresses.shell}/metrics`)).text(),
    stop: async () => void (await Promise.all([platform, identity, ...backends.map(([, child]) => child)].map((child) => child.stop()))),
  }
}
