import { randomBytes } from 'node:crypto'
import { ERRORS, Tenant } from '@digione/contracts'
import { createRoute, z } from '@hono/zod-openapi'
import { type Authenticate, personCaller } from '../callers.ts'
import { asPlatform } from '../db/scope.ts'
import type { Deps } from '../deps.ts'
import { callerAddress, rateLimit } from '../limits.ts'
import { OTHER, vitalLabel } from '../metrics.ts'
import { json, problems, routes } from '../openapi.ts'
import { isPublished } from '../registry/store.ts'
import { dayOf } from '../roster/today.ts'
import { tenants } from './store.ts'

/** Act 306/2019: feedback on accessibility is answered within 14 days. */
const ANSWER_DAYS = 14
const DAY_MS = 86_400_000

const Platform = z
  .object({
    shell: z.url(),
    session: z.url(),
    modules: z.url(),
    issuer: z.url(),
    tokenEndpoint: z.url(),
    jwks: z.url(),
    moduleTokenIssuer: z.url(),
    developers: z.array(z.url()),
  })
  .openapi('Platform')

const Feedback = z.object({
  kind: z.enum(['accessibility', 'other']),
  text: z.string().trim().min(1).max(5_000),
  page: z.string().max(500),
  email: z.email().max(200).optional(),
})

/** Of a module's life, as the shell names them. */
const PHASES = new Set(['load', 'mount', 'run', 'unmount'])

const Report = z.object({
  kind: z.enum(['error', 'vital']),
  module: z.string().max(100).optional(),
  municipality: z.string().max(100).optional(),
  release: z.string().max(100).optional(),
  code: z.string().max(60).optional(),
  phase: z.string().max(60).optional(),
  message: z.string().max(500).optional(),
  vital: z.string().max(60).optional(),
  value: z.number().optional(),
  reference: z.string().max(60).optional(),
})

/** The kind of error that a message begins with, such as `TypeError`. */
const ERROR_NAME = /^[A-Z][A-Za-z]{0,40}(?:Error|Exception)(?=:|$)/

/** What a log may keep of a report. The rest of a message is left out: a module may have put anything into it, a child's name too. */
function toldOf({ kind, release, code, phase, message, vital, value, reference }: z.infer<typeof Report>) {
  return {
    kind,
    release: release && /^[a-z][a-z0-9.-]*@[0-9a-f]{12}$/.test(release) ? release : undefined,
    code: code && Object.hasOwn(ERRORS, code) ? code : undefined,
    phase: phase && PHASES.has(phase) ? phase : undefined,
    error: message && ERROR_NAME.exec(message)?.[0],
    ...(kind === 'vital' ? { vital: vitalLabel(vital), value } : {}),
    reference: reference && /^[2-9A-Z]{4}-[2-9A-Z]{4}$/.test(reference) ? reference : undefined,
  }
}

/** What anybody may ask of the platform, and what pages tell it. */
export function tenantRoutes({ db, config, home, log, metrics }: Deps, authenticate: Authenticate) {
  const app = routes()
  const { shell, session, modules } = home
  const limitFeedback = rateLimit({ requests: 10, windowS: 600 })

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/platform',
      tags: ['platform'],
      summary: 'Where the parts of the platform are',
      responses: { 200: json(Platform, 'The addresses that a vendor needs') },
    }),
    (c) =>
      c.json(
        {
          shell,
          session,
          modules,
          issuer: `${session}/oidc`,
          tokenEndpoint: `${session}/oidc/token`,
          jwks: `${shell}/api/jwks.json`,
          moduleTokenIssuer: shell,
          developers: config.developers,
        },
        200,
      ),
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/tenants',
      tags: ['platform'],
      summary: 'The municipalities',
      responses: { 200: json(z.object({ tenants: z.array(Tenant) }), 'Every municipality') },
    }),
    async (c) => c.json({ tenants: Object.values(await tenants(db)) }, 200),
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/feedback',
      tags: ['platform'],
      summary: 'Gives feedback, on accessibility above all',
      request: { body: { content: { 'application/json': { schema: Feedback } }, required: true } },
      responses: {
        201: json(z.object({ reference: z.string(), due: z.iso.date() }), 'Kept; answered by that day where an address was given'),
        ...problems('INPUT_INVALID', 'TOO_LARGE', 'TOO_MANY_REQUESTS'),
      },
    }),
    async (c) => {
      limitFeedback(callerAddress(c, config.trustedProxies))
      const { kind, text, page, email } = c.req.valid('json')
      const reference = `DO-${randomBytes(4).toString('hex').toUpperCase()}`
      const due = dayOf(Date.now() + ANSWER_DAYS * DAY_MS)
      await asPlatform(db, (trx) =>
        trx
          .insertInto('feedback')
          .values({ reference, kind, text, page, email: email ?? null, due })
          .execute(),
      )
      log.info({ feedback: reference, kind, due }, 'feedback came')
      return c.json({ reference, due }, 201)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/reports',
      tags: ['platform'],
      summary: "Tells the platform's log of an error or a measurement in a page",
      request: { body: { content: { 'application/json': { schema: Report } }, required: true } },
      responses: { 204: { description: 'Taken' }, ...problems('INPUT_INVALID', 'NOT_SIGNED_IN') },
    }),
    async (c) => {
      await personCaller(authenticate, c.req.raw, 'report')
      const report = c.req.valid('json')
      const module = report.module && (await isPublished(db, report.module)) ? report.module : OTHER
      const municipality = report.municipality && Object.hasOwn(await tenants(db), report.municipality) ? report.municipality : OTHER
      const told = toldOf(report)
      if (report.kind === 'error') metrics.moduleErrors.inc({ module, municipality, code: told.code ?? OTHER })
      else if (report.value !== undefined) metrics.moduleVitals.observe({ module, vital: vitalLabel(report.vital) }, report.value)
      log[report.kind === 'error' ? 'warn' : 'info']({ report: { module, municipality, ...told } }, 'a page reported')
      return c.body(null, 204)
    },
  )
  return app
}
