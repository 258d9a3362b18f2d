import { DigiOneError, isDigiOneError, PlatformRefusal, problemResponse } from '@digione/sdk/server'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { absenceRoutes } from './absences/routes.ts'
import type { Deps, Env } from './deps.ts'
import { lessonRoutes } from './lessons/routes.ts'
import { overviewRoutes } from './overview/routes.ts'

const MAX_BODY_BYTES = 32_768

/** The module's API: closed to whoever has no module token, and each route to every role that it does not name. */
export function createApp(deps: Deps): { fetch(request: Request): Promise<Response> } {
  const app = new Hono<Env>()
  app.get('/healthz', (c) => c.text('ok'))

  app.use(async (c, next) => {
    c.set('caller', await deps.platform.verify(c.req.raw))
    await next()
    c.header('cache-control', 'no-store')
  })
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: () => {
        throw new DigiOneError('TOO_LARGE', 'The body', MAX_BODY_BYTES)
      },
    }),
  )
  app.route('/', lessonRoutes(deps))
  app.route('/', absenceRoutes(deps))
  app.route('/', overviewRoutes(deps))

  app.notFound(() => problemResponse(new DigiOneError('NOT_FOUND', 'such address')))
  app.onError((error, c) => {
    const reference = crypto.randomUUID()
    const known = meant(error)
    const { sub, context } = c.var.caller ?? {}
    deps.log({
      level: isDigiOneError(known) && known.status < 500 ? 'info' : 'error',
      event: isDigiOneError(known) && known.status === 403 ? 'request.refused' : 'request.failed',
      reference,
      method: c.req.method,
      path: c.req.path,
      code: isDigiOneError(known) ? known.code : 'INTERNAL',
      why: error.message,
      person: sub,
      role: context?.role,
      municipality: context?.municipality,
      school: context?.school,
    })
    return problemResponse(known, reference)
  })

  return {
    async fetch(request) {
      // The health check needs neither platform nor browser.
      if (new URL(request.url).pathname === '/healthz') return app.fetch(request)
      try {
        return await deps.platform.cors(request, () => app.fetch(request))
      } catch (error) {
        deps.log({ level: 'error', event: 'platform.unreachable', why: error instanceof Error ? error.message : String(error) })
        return problemResponse(error)
      }
    },
  }
}

/** What the platform's no means to our caller: a group or person it does not give us is not there. */
function meant(error: Error): Error {
  if (!(error instanceof PlatformRefusal)) return error
  if (error.status === 404) return new DigiOneError('NOT_FOUND', 'such group or person', { cause: error })
  if (error.status === 403) return new DigiOneError('NOT_ALLOWED', 'This module', 'read that school, where it is not on', { cause: error })
  return new DigiOneError('NOT_READY', 'The roster', { cause: error })
}
