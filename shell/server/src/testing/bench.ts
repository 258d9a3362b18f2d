import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Context } from '@digione/contracts'
import pg from 'pg'
import { createApp } from '../app.ts'
import { type Config, type ConfigInput, parseConfig } from '../config.ts'
import { type Database, openDatabase } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { createHub } from '../live/hub.ts'
import { createLive } from '../live/live.ts'
import { createLog } from '../log.ts'
import { createLoginApi } from '../login/api.ts'
import type { Caller } from '../login/authenticate.ts'
import { createMe } from '../login/me.ts'
import { createSessions } from '../login/sessions.ts'
import { createMetrics } from '../metrics.ts'
import { operationRoutes } from '../operations.ts'
import { contextsOf, importRoster } from '../roster/store.ts'
import { addKey } from '../registry/keys.ts'
import { addVendor } from '../registry/vendors.ts'
import { ROSTER_SCOPE } from '../roster/scope.ts'
import { filesOf, makeSigner, type manifestOf, publicationOf, type Signer } from './builds.ts'
import { sampleRoster } from './sample-roster.ts'
import { copyEmptyDatabase } from './template.ts'
import { keptSecrets } from '../secrets.ts'
import { createExchange } from '../tokens/exchange.ts'
import { createModuleTokens } from '../tokens/module-tokens.ts'
import { createPairwise } from '../tokens/pairwise.ts'

/** A platform for tests, on a database of its own: PGlite, or PostgreSQL where `TEST_DATABASE_URL` is set. */
export type Bench = Awaited<ReturnType<typeof openBench>>

const upstream = (id: string, opens: Config['upstreams'][number]['opens']): NonNullable<ConfigInput['upstreams']>[number] => ({
  id,
  name: { fi: `${id} (fi)`, sv: `${id} (sv)` },
  issuer: `http://id.digione.localhost:4410/${id}`,
  clientId: 'digione',
  clientSecret: 'not a secret, a test',
  opens,
  claims: { subject: 'sub', personKeys: [{ scheme: 'learnerNumber', claim: 'number' }], givenName: 'given_name', familyName: 'family_name' },
  contact: { email: 'tuki@example.fi', text: { fi: 'Kysy', sv: 'Fråga' } },
})

const UPSTREAMS = [
  upstream('school', ['learner', 'teacher', 'principal', 'staff']),
  upstream('family', ['guardian']),
  upstream('office', ['municipal-admin', 'operator', 'vendor']),
]

const INSUFFICIENT_PRIVILEGE = '42501'
const REMOVE_TRIES = 20

/** A database that nothing else uses, and how to be rid of it. */
export async function freshDatabase(): Promise<{ database: Config['database']; remove(): Promise<void> }> {
  const url = process.env['TEST_DATABASE_URL']
  if (!url) {
    const folder = mkdtempSync(join(tmpdir(), 'digione-'))
    return { database: { folder: join(folder, 'db') }, remove: async () => rmSync(folder, { recursive: true, force: true }) }
  }
  const name = `digione_test_${randomBytes(6).toString('hex')}`
  const administer = async (statement: string) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(statement).finally(() => client.end())
  }
  await administer(`create database ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  return {
    database: { url: own.href },
    async remove() {
      for (let tries = 1; ; tries++) {
        try {
          return await administer(`drop database ${name} with (force)`)
        } catch (error) {
          // PostgreSQL's own cleaning may be in it for a moment, which nobody but a superuser ends.
          if (!(error instanceof pg.DatabaseError && error.code === INSUFFICIENT_PRIVILEGE) || tries === REMOVE_TRIES) throw error
          await setTimeout(500)
        }
      }
    },
  }
}

/** Who a test's request comes from, by the name in its `authorization` header. Credentials themselves are the log-in's own tests. */
export type Callers = Record<string, Caller>

export async function openBench() {
  const { database: where, remove } = await freshDatabase()
  if ('folder' in where) await copyEmptyDatabase(where.folder)
  const config = parseConfig({
    origins: { shell: 'http://digione.localhost:4410', session: 'http://session.digione.localhost:4410', modules: 'http://digione-modules.localhost:4410' },
    database: where,
    upstreams: UPSTREAMS,
    webDist: '/nowhere',
    logLevel: 'silent',
  })
  const lines: string[] = []
  const log = createLog('debug', { write: (line) => void lines.push(line) })
  const database: Database = await openDatabase(where, log)
  const { db, notifications } = database
  const secrets = await keptSecrets(db)
  /** How far the clock of what begins and ends by it is ahead. */
  const ahead = { ms: 0 }
  const deps: Deps = { config, home: config.origins, secrets, db, log, live: createLive(db), metrics: createMetrics(), now: () => Date.now() + ahead.ms }
  const pairwise = createPairwise(secrets.pairwise)
  const hub = createHub(deps, notifications, pairwise)
  const operations = operationRoutes(deps, notifications, hub)
  const callers: Callers = {}
  const signers: Record<string, Signer> = {}
  const authenticate = async (request: Request): Promise<Caller> => callers[request.headers.get('authorization') ?? ''] ?? { kind: 'nobody' }
  const sessions = createSessions(db, config.sessions)
  const tokens = await createModuleTokens(config.origins, secrets)
  const login = createLoginApi({
    deps,
    authenticate,
    sessions,
    me: createMe(deps, pairwise),
    exchange: createExchange(deps, tokens, pairwise),
    tokens,
  })
  const app = createApp(deps, { authenticate, hub, operations, login, pages: null })
  await importRoster(db, secrets.keyHash, sampleRoster)
  return {
    ...deps,
    /** Every line of the log. */
    lines,
    where,
    pairwise,
    hub,
    operations,
    notifications,
    ahead,
    sessions,
    app,
    callers,
    /** Sends a request as one of `callers`. */
    send: (as: string, path: string, init: RequestInit = {}) =>
      Promise.resolve(
        app.request(`http://digione.localhost:4410${path}`, { ...init, headers: { ...(init.headers as Record<string, string>), authorization: as } }),
      ),
    /** Somebody's first context by a way in. */
    async contextOf(person: string, ways: string[]): Promise<Context> {
      const [first] = (await contextsOf(db, person, ways, config.upstreams)).contexts
      if (!first) throw new Error('The sample has no context of theirs.')
      return first
    },
    /** A caller that acts through the console. */
    administrator: (context: Context, personId: string): Caller => ({
      kind: 'module',
      module: 'board',
      scopes: ['entitlements.read', 'entitlements.manage', 'audit.read'],
      context,
      personId,
    }),
    /** The keys of the vendors that have published, by module. */
    signers,
    /** Publishes a module as its own vendor, binds nothing, switches nothing on. */
    async publish(manifest: ReturnType<typeof manifestOf>) {
      const signer = (signers[manifest.id] ??= await makeSigner())
      await addVendor(db, secrets.keyHash, { id: `${manifest.id}-vendor`, name: manifest.vendor.name, modules: [manifest.id], clients: [] })
      await addKey(db, { vendor: `${manifest.id}-vendor`, client: `${manifest.id}-backend`, jwk: signer.jwk, endorsement: null })
      const client: Caller = {
        kind: 'client',
        clientId: `${manifest.id}-backend`,
        module: manifest.id,
        vendor: `${manifest.id}-vendor`,
        scopes: [ROSTER_SCOPE, 'events.publish', 'registry.publish'],
      }
      callers[manifest.id] = client
      const answer = await app.request('http://digione.localhost:4410/api/registry/releases', {
        method: 'POST',
        headers: { authorization: manifest.id },
        body: await publicationOf(signer, manifest, filesOf(manifest.id)),
      })
      if (answer.status !== 201) throw new Error(await answer.text())
      return ((await answer.json()) as { release: string }).release
    },
    async close() {
      hub.close()
      await database.close()
      await remove()
    },
  }
}
