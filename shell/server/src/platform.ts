import type { IncomingMessage, ServerResponse } from 'node:http'
import { DigiOneError, type RosterImport } from '@digione/contracts'
import { getRequestListener } from '@hono/node-server'
import type { Kysely } from 'kysely'
import { createApp } from './app.ts'
import type { Config } from './config.ts'
import { openDatabase } from './db/database.ts'
import type { Schema } from './db/schema.ts'
import type { Deps } from './deps.ts'
import { type StandingRule, switchOn } from './entitlements/switches.ts'
import { createFrames } from './frames/index.ts'
import { createHub } from './live/hub.ts'
import { createLive } from './live/live.ts'
import { originalAddress, rateLimit } from './limits.ts'
import { createLog } from './log.ts'
import { createLogin } from './login/index.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { operationRoutes } from './operations.ts'
import { createPages } from './page/index.ts'
import { newReference, problemResponse } from './problems.ts'
import { addVendor, bindApi, type Vendor } from './registry/vendors.ts'
import { importRoster } from './roster/store.ts'
import { keptSecrets } from './secrets.ts'
import { createPairwise } from './tokens/pairwise.ts'

/** One running platform, without a listener of its own: whoever composes it gives it the requests. */
export interface Platform {
  /** Takes a request for the shell's host, the session's or a module's. */
  handle(req: IncomingMessage, res: ServerResponse): void
  /** Replaces the roster, given whole or in parts. The same contents again change nothing. */
  importRoster(roster: RosterImport | Iterable<RosterImport>): Promise<{ changed: boolean }>
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

/**
 * Composes a platform from its configuration.
 *
 * @throws {DigiOneError} CONFIGURATION_INVALID, DATABASE_IN_USE, DATABASE_ROLE_MISSING
 */
export async function createPlatform(config: Config): Promise<Platform> {
  const log = createLog(config.logLevel)
  const database = await openDatabase(config.database, log)
  const { db, notifications } = database
  try {
    const secrets = config.secrets ?? (await keptSecrets(db))
    const deps: Deps = { config, secrets, db, log, live: createLive(db), metrics: createMetrics() }
    const login = await createLogin(deps)
    const pages = await createPages(deps)
    const frames = createFrames(deps)
    const hub = createHub(db, notifications, createPairwise(secrets.pairwise), log)
    const operations = operationRoutes(deps, notifications, hub, () => database.waiting())
    const app = createApp(deps, { authenticate: login.authenticate, hub, operations, login: login.api, pages })

    const limitLogIns = rateLimit({ requests: config.limits.perAddress, windowS: config.limits.windowS })
    const hosts = { shell: new URL(config.origins.shell), session: new URL(config.origins.session), modules: new URL(config.origins.modules) }
    const listenerOf = (to: Pick<typeof app, 'fetch'> | typeof frames) =>
      getRequestListener((request, env) => to.fetch(outward(request, hosts), env), {
        overrideGlobalObjects: false,
        errorHandler: (error) => {
          log.error({ err: error }, 'failed outside of the application')
          return problemResponse(new DigiOneError('INTERNAL', newReference()), newReference())
        },
      })
    const [listener, frameListener] = [listenerOf(app), listenerOf(frames)]
    return {
      handle(req, res) {
        const host = req.headers.host?.toLowerCase()
        const path = req.url ?? '/'
        // Probes come by whatever name the instance has on its network.
        if (host === hosts.shell.host || path === '/healthz' || path === '/readyz' || path === '/metrics') return void listener(req, res)
        if (host?.endsWith(`.${hosts.modules.host}`)) return void frameListener(req, res)
        if (host !== hosts.session.host) return refuse(res, new DigiOneError('NOT_FOUND', 'such host here'), deps.metrics)
        if (path.startsWith('/api/')) return void listener(req, res)
        const address = originalAddress(req.socket.remoteAddress ?? 'unknown', req.headers['x-forwarded-for']?.toString(), config.trustedProxies)
        try {
          limitLogIns(address)
        } catch (error) {
          return refuse(res, error instanceof DigiOneError ? error : new DigiOneError('INTERNAL', newReference(), { cause: error }), deps.metrics)
        }
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
function outward(request: Request, hosts: { shell: URL; session: URL; modules: URL }): Request {
  const url = new URL(request.url)
  const known = url.host.endsWith(`.${hosts.modules.host}`) ? hosts.modules : [hosts.shell, hosts.session].find(({ host }) => host === url.host)
  if (!known || known.protocol === url.protocol) return request
  url.protocol = known.protocol
  return new Request(url, request)
}

function refuse(res: ServerResponse, error: DigiOneError, { refusals }: Metrics): void {
  refusals.inc({ code: error.code })
  res.writeHead(error.status, { 'content-type': 'application/problem+json', 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" })
  res.end(JSON.stringify(error.toProblem(newReference())))
}
