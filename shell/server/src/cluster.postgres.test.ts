import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { LiveMessage } from '@digione/contracts'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Database, openDatabase } from './db/database.ts'
import { asPlatform } from './db/scope.ts'
import { switchModule, switchOn } from './entitlements/switches.ts'
import { createHub, type Hub } from './live/hub.ts'
import { contextsOf } from './roster/store.ts'
import { type Bench, openBench } from './testing/bench.ts'
import { manifestOf } from './testing/builds.ts'
import { WHO } from './testing/sample-roster.ts'

const log = pino({ level: 'silent' })
/** A change is live on every instance within this time, for 99 in 100. */
const P99_MS = 500

let first: Bench
let second: { database: Database; hub: Hub }
let url: string
beforeAll(async () => {
  first = await openBench()
  if (!('url' in first.where)) throw new Error('TEST_DATABASE_URL names no PostgreSQL. These tests are collected only where it does.')
  url = first.where.url
  const database = await openDatabase(first.where, log)
  second = { database, hub: createHub({ db: database.db, log, now: Date.now }, database.notifications, first.pairwise) }
  await first.publish(manifestOf('tasks'))
  await switchOn(first.db, { module: 'tasks', municipality: 'north' })
})
afterAll(async () => {
  second.hub.close()
  await second.database.close()
  await first.close()
})

/** A teacher's stream on the second instance, and what it is told. */
async function listen() {
  const { contexts } = await contextsOf(first.db, WHO.teacher, ['school'], first.config.upstreams)
  const versions = new Map<number, number>()
  const send = (message: LiveMessage) => message.type === 'entitlements' && versions.set(message.version, versions.get(message.version) ?? performance.now())
  const leave = await second.hub.join({ personId: WHO.teacher, sessionUid: 's', contexts, send, close() {} })
  const until = async (version: number, ms: number) => {
    for (const since = performance.now(); !versions.has(version);) {
      if (performance.now() - since > ms) throw new Error(`Version ${version} was not told within ${ms} ms.`)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    return versions.get(version) ?? Number.NaN
  }
  return { until, leave }
}
const versionNow = async () => (await sql<{ version: number }>`select version from municipalities where slug = 'north'`.execute(first.db)).rows[0]?.version ?? 0
const toggle = async (on: boolean) =>
  switchModule(
    first.db,
    'north',
    { module: 'tasks', school: null, role: null, on, version: await versionNow() },
    { person: WHO.admin, role: 'municipal-admin' },
  )

/** How often an instance is killed; `npm run soak` kills a hundred times. */
const KILLS = Number(process.env['SOAK_KILLS'] ?? 3)

describe('two instances on one database', () => {
  test('what is switched on the one is told on the other, 99 times in 100 within half a second', async () => {
    const stream = await listen()
    const took: number[] = []
    for (let n = 0; n < 100; n++) {
      const since = performance.now()
      took.push((await stream.until(await toggle(n % 2 === 0), 5_000)) - since)
    }
    stream.leave()
    expect(took.toSorted((a, b) => a - b)[98]).toBeLessThan(P99_MS)
  })

  test('an instance whose notification connection was cut learns what it missed once it is there again', async () => {
    const stream = await listen()
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'digione-notifications' and datname = current_database()`.execute(
      first.db,
    )
    const version = await toggle(true)
    await stream.until(version, 10_000)
    stream.leave()
  })

  test('an instance whose pooled connections were cut goes on with new ones', async () => {
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'digione' and datname = current_database() and pid <> pg_backend_pid()`.execute(
      first.db,
    )
    await expect
      .poll(
        async () =>
          sql`select 1 as one`.execute(second.database.db).then(
            ({ rows }) => rows.length,
            () => 0,
          ),
        { timeout: 5_000 },
      )
      .toBe(1)
  })
})

const freePort = () =>
  new Promise<number>((tell) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => tell(address && typeof address === 'object' ? address.port : 0))
    })
  })

function ask(port: number, path: string): Promise<number> {
  return new Promise((tell, fail) => {
    const asked = request({ host: '127.0.0.1', port, path, headers: { host: `digione.localhost:${port}` } }, (answer) => {
      answer.resume()
      answer.on('end', () => tell(answer.statusCode ?? 0))
    })
    asked.on('error', fail)
    asked.end()
  })
}

test('a connection that is cut in the middle of a transaction fails that transaction, and the instance lives', async () => {
  const cut = asPlatform(second.database.db, async (trx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx)
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(first.db)
    // Nothing is asked of the connection as it breaks.
    await new Promise((resolve) => setTimeout(resolve, 200))
    await sql`select 1`.execute(trx)
  })
  await expect(cut).rejects.toThrow(/connection|terminat/i)
  expect((await sql`select 1`.execute(second.database.db)).rows).toHaveLength(1)
})

describe('an instance as a process of its own', () => {
  async function start(port: number): Promise<ChildProcess> {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
      stdio: 'ignore',
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        PORT: String(port),
        DATABASE_URL: url,
        DIGIONE_DRAIN_S: '2',
        LOG_LEVEL: 'silent',
        DIGIONE_LIMITS: '{"windowS":1,"perCredential":100000,"perAddress":100000}',
      },
    })
    for (let waited = 0; (await ask(port, '/readyz').catch(() => 0)) !== 200; waited += 50) {
      if (waited > 20_000 || child.exitCode !== null) throw new Error('The instance did not come up.')
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return child
  }

  test('stops under load without one failed request, as a balancer that watches readiness sees it', async () => {
    const port = await freePort()
    const child = await start(port)
    const ended = new Promise((resolve) => child.once('exit', resolve))
    const balancerSays = { isReady: true }
    const failures: string[] = []
    let answered = 0
    // The balancer: asks for readiness ten times a second, and sends nobody here any more after a no.
    const balancer = (async () => {
      while (balancerSays.isReady) {
        balancerSays.isReady = (await ask(port, '/readyz').catch(() => 0)) === 200
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    })()
    const people = Array.from({ length: 40 }, async () => {
      while (balancerSays.isReady) {
        await ask(port, '/api/tenants').then(
          (status) => (status === 200 ? answered++ : failures.push(String(status))),
          (error: Error) => failures.push(error.message),
        )
      }
    })
    await vi.waitFor(() => expect(answered).toBeGreaterThan(100), { timeout: 30_000, interval: 20 })
    child.kill('SIGTERM')
    await Promise.all([balancer, ...people])
    await ended
    expect(failures).toEqual([])
    expect(child.exitCode).toBe(0)
  })

  test('killed in the middle of writes loses nothing that was acknowledged, and the next one starts', { timeout: 60_000 + KILLS * 10_000 }, async () => {
    const mark = randomBytes(4).toString('hex')
    const acknowledged: string[] = []
    for (let round = 0; round < KILLS; round++) {
      const port = await freePort()
      const child = await start(port)
      const writing = Array.from({ length: 8 }, async (_, writer) => {
        for (let n = 0; child.exitCode === null && child.signalCode === null; n++) {
          const text = `${mark} ${round} ${writer} ${n}`
          const status = await new Promise<number>((tell) => {
            const sent = request(
              {
                host: '127.0.0.1',
                port,
                path: '/api/feedback',
                method: 'POST',
                headers: { host: `digione.localhost:${port}`, 'content-type': 'application/json' },
              },
              (answer) => {
                answer.resume()
                answer.on('end', () => tell(answer.statusCode ?? 0))
                answer.on('error', () => tell(0))
              },
            )
            sent.on('error', () => tell(0))
            sent.end(JSON.stringify({ kind: 'other', text, page: '/' }))
          })
          if (status === 201) acknowledged.push(text)
          if (status === 429) break
        }
      })
      const before = acknowledged.length
      // Eight write at a time: as some are answered, others are on their way.
      await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(before), { timeout: 30_000, interval: 5 })
      child.kill('SIGKILL')
      await Promise.all(writing)
    }
    const rows = await asPlatform(first.db, (trx) => trx.selectFrom('feedback').select('text').where('text', 'like', `${mark}%`).execute())
    const kept = new Set(rows.map(({ text }) => text))
    expect(acknowledged.length).toBeGreaterThanOrEqual(KILLS)
    expect(acknowledged.filter((text) => !kept.has(text))).toEqual([])
  })
})
