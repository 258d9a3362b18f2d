import type { IncomingMessage, ServerResponse } from 'node:http'
import { DigiOneError, type RosterImport } from '@digione/contracts'
import { getRequestListener } from '@hono/node-server'
import type { Kysely } from 'kysely'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { createApp } from './app.ts'
import type { Config } from './config.ts'
import { openDatabase } from './db/database.ts'
import type { Schema } from './db/schema.ts'
import type { Deps } from './deps.ts'
import { type StandingRule, switchOn } from './entitlements/switches.ts'
import { createHub } from './live/hub.ts'
import { createLive } from './live/live.ts'
import { createLogin } from './login/index.ts'
import { operationRoutes } from './operations.ts'
import { createPages } from './page/index.ts'
import { newReference, problemResponse } from './problems.ts'
import { addVendor, bindApi, type Vendor } from './registry/vendors.ts'
import { importRoster } from './roster/store.ts'
import { keptSecrets } from './secrets.ts'
import { createPairwise } from './tokens/pairwise.ts'

/** One running platform, without a listener of its own: whoever composes it gives it the requests. */
export interface Platform {
  /** Takes a request for the shell's or the session's host. */
  handle(req: IncomingMessage, res: ServerResponse): void
  /** Replaces the roster. The same contents again change nothing. */
  importRoster(roster: RosterImport): Promise<{ changed: boolean }>
  addVendor(vendor: Vendor): Promise<void>
  bindApi(binding: { module: string; api: string; municipality: string | null; origin: string }): Promise<void>
  /** Switches a module on at set-up; never undoes what an administrator decided since. */
  switchOn(rule: StandingRule): Promise<void>
  /** Before stopping: `/readyz` fails and live streams end, while requests are still answered. */
  drain(): void
  close(): Promise<void>
  readonly db: Kysely<Schema>
  readonly deps: Deps
}

/** Logs name routes, codes and identifiers of things; people's data stay out, whatever is passed by mistake. */
const REDACTED = ['*.authorization', '*.cookie', '*.dpop', '*.secret', '*.password', '*.email', '*.givenName', '*.familyName', '*.hetu', '*.learnerNumber']

/**
 * Composes a platform from its configuration.
 *
 * @throws {DigiOneError} CONFIGURATION_INVALID, DATABASE_IN_USE, DATABASE_ROLE_MISSING
 */
export async function createPlatform(config: Config): Promise<Platform> {
  const log = pino({ level: config.logLevel, base: { service: 'digione' }, redact: REDACTED })
  const database = await openDatabase(config.database, log)
  const { db, notifications } = database
  try {
    const secrets = config.secrets ?? (await keptSecrets(db))
    const deps: Deps = { config, secrets, db, log, live: createLive(db), metrics: new Registry() }
    const login = await createLogin(deps)
    const pages = await createPages(deps)
    const hub = createHub(db, notifications, createPairwise(secrets.pairwise), log)
    const operations = operationRoutes(deps, notifications, hub)
    const app = createApp(deps, { authenticate: login.authenticate, hub, operations, login: login.api, pages })

    const hosts = { shell: new URL(config.origins.shell), session: new URL(config.origins.session) }
    const listener = getRequestListener((request, env) => app.fetch(outward(request, hosts), env), {
      overrideGlobalObjects: false,
      errorHandler: (error) => {
        log.error({ err: error }, 'failed outside of the application')
        return problemResponse(new DigiOneError('INTERNAL', newReference()), newReference())
      },
    })
    return {
      handle(req, res) {
        const host = req.headers.host?.toLowerCase()
        const path = req.url ?? '/'
        // Probes come by whatever name the instance has on its network.
        if (host === hosts.shell.host || path === '/healthz' || path === '/readyz' || path === '/metrics') return void listener(req, res)
        if (host !== hosts.session.host) return refuseHost(res)
        if (path.startsWith('/api/')) return void listener(req, res)
        login.session(req, res)
      },
      importRoster: (roster) => importRoster(db, secrets.keyHash, roster),
      addVendor: (vendor) => addVendor(db, secrets.keyHash, vendor),
      bindApi: (binding) => bindApi(db, binding),
      switchOn: (rule) => switchOn(db, rule),
      drain() {
        operations.drain()
        hub.close()
      },
      async close() {
        operations.drain()
        hub.close()
        await login.close()
        await database.close()
      },
      db,
      deps,
    }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** The request as the outside sees it: behind a proxy that ends TLS the scheme is the configured one. */
function outward(request: Request, hosts: { shell: URL; session: URL }): Request {
  const url = new URL(request.url)
  const known = [hosts.shell, hosts.session].find(({ host }) => host === url.host)
  if (!known || known.protocol === url.protocol) return request
  url.protocol = known.protocol
  return new Request(url, request)
}

function refuseHost(res: ServerResponse): void {
  const error = new DigiOneError('NOT_FOUND', 'such host here')
  res.writeHead(error.status, { 'content-type': 'application/problem+json', 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" })
  res.end(JSON.stringify(error.toProblem(newReference())))
}
