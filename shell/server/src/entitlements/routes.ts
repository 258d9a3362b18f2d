import { DigiOneError, Legacy, Level, ModuleId, MunicipalitySlug, Role, Text } from '@digione/contracts'
import { createRoute, z } from '@hono/zod-openapi'
import { acceptingCaller, administratorCaller, type Authenticate } from '../callers.ts'
import { inMunicipality } from '../db/scope.ts'
import type { Deps } from '../deps.ts'
import { json, problems, routes } from '../openapi.ts'
import { Provenance, provenanceOf } from '../registry/provenance.ts'
import { Digest } from './acceptance-routes.ts'
import { catalogue } from './catalogue.ts'
import { frameModule } from './framed.ts'
import { resumeModule, stopModule } from './stops.ts'
import { switchModule } from './switches.ts'

const Here = z.object({ municipality: MunicipalitySlug })

const PlaceState = z.object({
  state: z.enum(['on', 'off', 'partly']),
  roles: z.array(z.object({ role: Role, on: z.boolean() })),
  decided: z.object({ by: z.string().nullable(), at: z.iso.datetime(), at_level: z.enum(['country', 'municipality', 'school']) }).nullable(),
})

const Stopped = z.object({ reason: Text, at: z.iso.datetime() })

const CatalogueModule = z.object({
  module: ModuleId,
  name: Text,
  description: Text,
  icon: z.string(),
  vendor: z.string(),
  isolation: z.enum(['page', 'frame', 'link']),
  framed: z.object({ country: z.boolean(), municipality: z.boolean() }),
  /** Where it was stopped at once, whatever is decided, and what people are told. */
  stopped: z.object({ country: Stopped.nullable(), municipality: Stopped.nullable() }),
  release: z.string(),
  version: z.string(),
  roles: z.array(Role),
  levels: z.array(Level).nullable(),
  /** Whether there is anything to set. */
  hasSettings: z.boolean(),
  scopes: z.array(z.object({ id: z.string(), purpose: Text, legalBasis: z.enum(['legal-obligation', 'public-task', 'contract', 'consent']) })),
  /** What its frame is opened for. */
  legacy: z.array(Legacy),
  /** Whether what it asks for is accepted; `newer`: of an earlier release, which is given as long. */
  acceptance: z.enum(['accepted', 'newer', 'waiting']),
  state: PlaceState,
  schools: z.array(PlaceState.extend({ school: z.string() })),
})

const SwitchBody = z.strictObject({
  module: ModuleId,
  school: z.string().nullable(),
  role: Role.nullable(),
  on: z.boolean(),
  version: z.number().int(),
  accept: Digest.optional().openapi({ description: 'Accepts what the module asks for along with it: the digest of what was seen' }),
})

const StopBody = z.strictObject({ module: ModuleId, reason: Text })

const FrameBody = z.strictObject({ module: ModuleId, framed: z.boolean(), version: z.number().int() })

/** What is on in a municipality, and deciding it. */
export function entitlementRoutes({ db, log, metrics, now }: Deps, authenticate: Authenticate) {
  const app = routes()
  const refusals = ['INPUT_INVALID', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'SCOPE_MISSING', 'NOT_FOUND'] as const

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/municipalities/{municipality}/schools',
      tags: ['municipalities'],
      summary: 'The schools of a municipality',
      request: { params: Here },
      responses: {
        200: json(
          z.object({ schools: z.array(z.object({ id: z.string(), number: z.string(), name: Text, language: z.string(), levels: z.array(Level) })) }),
          'Every school',
        ),
        ...problems(...refusals),
      },
    }),
    async (c) => {
      const { municipality } = c.req.valid('param')
      await administratorCaller(authenticate, c.req.raw, 'entitlements.read', municipality)
      const rows = await inMunicipality(db, municipality, (trx) =>
        trx.selectFrom('schools').select(['id', 'number', 'name', 'language', 'levels']).where('municipality', '=', municipality).execute(),
      )
      return c.json({ schools: rows.toSorted((a, b) => a.name.fi.localeCompare(b.name.fi, 'fi')) }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/municipalities/{municipality}/modules',
      tags: ['municipalities'],
      summary: 'Every module, and where it is on',
      request: { params: Here },
      responses: { 200: json(z.object({ version: z.number().int(), modules: z.array(CatalogueModule) }), 'The catalogue'), ...problems(...refusals) },
    }),
    async (c) => {
      const { municipality } = c.req.valid('param')
      await administratorCaller(authenticate, c.req.raw, 'entitlements.read', municipality)
      const found = await inMunicipality(db, municipality, async (trx) => {
        const exists = await trx.selectFrom('municipalities').select('slug').where('slug', '=', municipality).executeTakeFirst()
        if (!exists) throw new DigiOneError('NOT_FOUND', `municipality ${municipality}`)
        return catalogue(trx, municipality, now())
      })
      return c.json(found, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/municipalities/{municipality}/modules/{module}/releases',
      tags: ['municipalities'],
      summary: "Where a module's last releases came from: who signed them with which key, built of what, the newest first",
      request: { params: Here.extend({ module: ModuleId }) },
      responses: { 200: json(z.object({ releases: z.array(Provenance) }), 'The last twenty'), ...problems(...refusals) },
    }),
    async (c) => {
      const { municipality, module } = c.req.valid('param')
      await administratorCaller(authenticate, c.req.raw, 'entitlements.read', municipality)
      const releases = await provenanceOf(db, module)
      if (releases.length === 0) throw new DigiOneError('NOT_FOUND', `module ${module}`)
      return c.json({ releases }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'put',
      path: '/api/municipalities/{municipality}/switches',
      tags: ['municipalities'],
      summary: 'Switches a module on or off, at once in every open page',
      request: { params: Here, body: { content: { 'application/json': { schema: SwitchBody } }, required: true } },
      responses: {
        200: json(z.object({ version: z.number().int() }), 'Switched'),
        ...problems(...refusals, 'CHANGED_MEANWHILE', 'APPROVAL_NEEDED', 'ACCEPTANCE_NEEDED'),
      },
    }),
    async (c) => {
      const { municipality } = c.req.valid('param')
      const body = c.req.valid('json')
      const { personId, context } =
        body.accept === undefined
          ? await administratorCaller(authenticate, c.req.raw, 'entitlements.manage', municipality)
          : await acceptingCaller(authenticate, c.req.raw, municipality)
      const version = await switchModule(db, municipality, body, { person: personId, role: context.role }, now())
      metrics.switches.inc({ module: body.module, municipality, state: body.on ? 'on' : 'off' })
      log.info({ municipality, module: body.module, school: body.school, role: body.role, on: body.on }, 'a module was switched')
      return c.json({ version }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'put',
      path: '/api/municipalities/{municipality}/frames',
      tags: ['municipalities'],
      summary: 'Has a module run in a frame of another site, or as its releases say, at once in every open page; the operator’s place decides for all',
      request: { params: Here, body: { content: { 'application/json': { schema: FrameBody } }, required: true } },
      responses: { 200: json(z.object({ version: z.number().int() }), 'Decided'), ...problems(...refusals, 'CHANGED_MEANWHILE') },
    }),
    async (c) => {
      const { municipality } = c.req.valid('param')
      const { personId, context } = await administratorCaller(authenticate, c.req.raw, 'entitlements.manage', municipality)
      const body = c.req.valid('json')
      const version = await frameModule(db, municipality, body, { person: personId, role: context.role })
      log.info({ municipality, module: body.module, framed: body.framed }, 'the tier of a module was decided')
      return c.json({ version }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/municipalities/{municipality}/stops',
      tags: ['municipalities'],
      summary: 'Takes a module away from everybody at once, whatever was decided, and tells them why; the operator’s place stops it for all',
      request: { params: Here, body: { content: { 'application/json': { schema: StopBody } }, required: true } },
      responses: { 204: { description: 'Stopped' }, ...problems(...refusals, 'CHANGED_MEANWHILE') },
    }),
    async (c) => {
      const { municipality } = c.req.valid('param')
      const { personId, context } = await administratorCaller(authenticate, c.req.raw, 'entitlements.manage', municipality)
      const body = c.req.valid('json')
      await stopModule(db, municipality, body, { person: personId, role: context.role })
      log.warn({ municipality, module: body.module }, 'a module was stopped')
      return c.body(null, 204)
    },
  )

  app.openapi(
    createRoute({
      method: 'delete',
      path: '/api/municipalities/{municipality}/stops/{module}',
      tags: ['municipalities'],
      summary: 'Ends the stop of a module: it is on again as was decided',
      request: { params: Here.extend({ module: ModuleId }) },
      responses: { 204: { description: 'Ended' }, ...problems(...refusals) },
    }),
    async (c) => {
      const { municipality, module } = c.req.valid('param')
      const { personId, context } = await administratorCaller(authenticate, c.req.raw, 'entitlements.manage', municipality)
      await resumeModule(db, municipality, module, { person: personId, role: context.role })
      log.info({ municipality, module }, 'the stop of a module was ended')
      return c.body(null, 204)
    },
  )
  return app
}
