import { DigiOneError } from '@digione/contracts'
import type { MiddlewareHandler } from 'hono'
import { auditRoutes } from './audit/routes.ts'
import type { Authenticate } from './callers.ts'
import type { Deps, Env } from './deps.ts'
import { acceptanceRoutes } from './entitlements/acceptance-routes.ts'
import { changeRoutes } from './entitlements/change-routes.ts'
import { desiredStateRoutes } from './entitlements/desired-state-routes.ts'
import { entitlementRoutes } from './entitlements/routes.ts'
import { settingsRoutes } from './entitlements/settings-routes.ts'
import { errorRoutes } from './error-pages.ts'
import { eventRoutes } from './events/routes.ts'
import { bodyLimit, limitFloods, MAX_BODY_BYTES } from './limits.ts'
import type { Hub } from './live/hub.ts'
import { liveRoutes } from './live/routes.ts'
import { routes } from './openapi.ts'
import { measure, type Operations } from './operations.ts'
import { newReference, onProblem } from './problems.ts'
import { fileRoutes } from './registry/files.ts'
import { keyRoutes } from './registry/key-routes.ts'
import { registryRoutes } from './registry/routes.ts'
import { createWithdrawn } from './registry/withdrawn.ts'
import { overrideRoutes } from './overrides/routes.ts'
import { rosterRoutes } from './roster/routes.ts'
import { tenantRoutes } from './tenants/routes.ts'

export interface Parts {
  readonly authenticate: Authenticate
  readonly hub: Hub
  readonly operations: Operations
  /** Routes of the log-in: who I am, tokens, mounts. */
  readonly login: ReturnType<typeof routes> | null
  /** The HTML pages, on the shell's host only. */
  readonly pages: { fetch(request: Request): Response | Promise<Response> } | null
}

const PUBLISH = '/api/registry/releases'

/** Every answer that is not a page of its own: nothing may be run in it, framed or guessed. */
const closedByDefault: MiddlewareHandler<Env> = async (c, next) => {
  await next()
  if (!c.res.headers.has('content-security-policy')) c.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
  if (!c.res.headers.has('x-content-type-options')) c.header('x-content-type-options', 'nosniff')
  if (!c.res.headers.has('referrer-policy')) c.header('referrer-policy', 'no-referrer')
  if (c.req.path.startsWith('/api/') && !c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
}

const limitBodies: MiddlewareHandler<Env> = (c, next) => (c.req.path === PUBLISH ? next() : bodyLimit(MAX_BODY_BYTES)(c, next))

/** Composes the features into one application. */
export function createApp(deps: Deps, { authenticate, hub, operations, login, pages }: Parts) {
  const app = routes()
  const shellHost = new URL(deps.config.origins.shell).host

  app.onError(onProblem(deps))
  app.use(async (c, next) => {
    c.set('reference', newReference())
    await next()
  })
  app.use(measure(deps.metrics), closedByDefault)
  // What tells of this instance's life is asked all the time, and answers the more the worse it is.
  app.route('/', operations.app)
  app.use(limitFloods(deps.config), limitBodies)
  app.route('/', errorRoutes())
  app.route('/', tenantRoutes(deps, authenticate))
  app.route('/', entitlementRoutes(deps, authenticate))
  app.route('/', changeRoutes(deps, authenticate))
  app.route('/', acceptanceRoutes(deps, authenticate))
  app.route('/', settingsRoutes(deps, authenticate))
  app.route('/', desiredStateRoutes(deps, authenticate))
  app.route('/', auditRoutes(deps, authenticate))
  const withdrawn = createWithdrawn(deps.db)
  app.route('/', registryRoutes(deps, authenticate, withdrawn))
  app.route('/', keyRoutes(deps, authenticate))
  app.route('/', fileRoutes(deps, withdrawn))
  app.route('/', overrideRoutes(deps, authenticate))
  app.route('/', rosterRoutes(deps, authenticate))
  app.route('/', eventRoutes(deps, authenticate))
  app.route('/', liveRoutes(deps, authenticate, hub))
  if (login) app.route('/', login)
  app.doc31('/api/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'DigiOne',
      version: '1.0',
      description: 'One service platform for a whole country’s schools.',
      license: { name: 'EUPL-1.2', url: 'https://eupl.eu/1.2/en/' },
    },
    servers: [{ url: deps.config.origins.shell }],
  })
  app.all('*', (c) => {
    const isOwn = /^\/(api|ims|releases|docs|healthz|readyz|metrics)(\/|$)/.test(c.req.path)
    if (pages && !isOwn && new URL(c.req.url).host === shellHost) return pages.fetch(c.req.raw)
    throw new DigiOneError('NOT_FOUND', `address ${c.req.path.slice(0, 200)}`)
  })
  return app
}
