import { Asks, DigiOneError, FIELDS, ModuleId, More, MunicipalitySlug, Text } from '@digione/contracts'
import { createRoute, z } from '@hono/zod-openapi'
import { acceptingCaller, administratorCaller, type Authenticate } from '../callers.ts'
import { inMunicipality } from '../db/scope.ts'
import type { Deps } from '../deps.ts'
import { json, problems, routes } from '../openapi.ts'
import { RELEASED, releasedTo } from '../roster/released.ts'
import { accept, acceptanceState } from './acceptances.ts'
import { registerOf, RegisterEntry } from './register.ts'
import { Acceptance, acceptanceTold } from './acceptance-told.ts'

/** A digest of what a release asks for. */
export const Digest = z.string().regex(/^[\w-]{43}$/)

const One = z.object({ municipality: MunicipalitySlug, module: ModuleId })
const ReleaseNamed = z.object({ release: z.string(), version: z.string() })

const State = z.object({
  offered: ReleaseNamed,
  asks: Asks,
  /** Sent along when it is accepted, so that nothing is accepted that was not seen. */
  digest: Digest,
  /** What of it is not accepted. */
  more: z.array(More),
  /** What is given as long as that is so. */
  standing: ReleaseNamed.nullable(),
  /** The newest first. */
  accepted: z.array(Acceptance),
  /** What the fields are called. */
  fields: z.record(z.string(), Text),
})

const ReleasedInMonth = z.object({
  month: z.string(),
  kind: z.enum(RELEASED),
  answers: z.number().int(),
  /** Each counts in every answer that they are in. */
  people: z.number().int(),
})

/** What modules ask a municipality for, its acceptance, and the register of what is processed. */
export function acceptanceRoutes({ db, log, now }: Deps, authenticate: Authenticate) {
  const app = routes()
  const refusals = ['INPUT_INVALID', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'SCOPE_MISSING', 'NOT_FOUND'] as const

  const tell = (municipality: string, module: string) =>
    inMunicipality(db, municipality, async (trx) => {
      const state = await acceptanceState(trx, municipality, module)
      if (!state) throw new DigiOneError('NOT_FOUND', `module ${module}`)
      const { offered, asks, digest, more, standing, accepted } = state
      const named = ({ id, version }: { id: string; version: string }) => ({ release: id, version })
      return {
        offered: named(offered),
        asks,
        digest,
        more: [...more],
        standing: standing && named(standing),
        accepted: await acceptanceTold(trx, accepted),
        fields: FIELDS,
      }
    })

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/municipalities/{municipality}/modules/{module}/acceptance',
      tags: ['data protection'],
      summary: 'What a module asks for, what of it is accepted and by whom, and what is new in it',
      request: { params: One },
      responses: { 200: json(State, 'As it is now'), ...problems(...refusals) },
    }),
    async (c) => {
      const { municipality, module } = c.req.valid('param')
      await administratorCaller(authenticate, c.req.raw, 'entitlements.read', municipality)
      return c.json(await tell(municipality, module), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/municipalities/{municipality}/modules/{module}/acceptance',
      tags: ['data protection'],
      summary: 'Accepts what a module asks for, in the name of whoever asks: its newest release is given at once, wherever the module is on',
      request: { params: One, body: { content: { 'application/json': { schema: z.strictObject({ digest: Digest }) } }, required: true } },
      responses: { 200: json(State, 'As it is now'), ...problems(...refusals, 'CHANGED_MEANWHILE') },
    }),
    async (c) => {
      const { municipality, module } = c.req.valid('param')
      const { personId, context } = await acceptingCaller(authenticate, c.req.raw, municipality)
      const { digest } = c.req.valid('json')
      await inMunicipality(db, municipality, (trx) => accept(trx, municipality, { module, digest }, { person: personId, role: context.role }))
      log.info({ municipality, module }, 'what a module asks for was accepted')
      return c.json(await tell(municipality, module), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/municipalities/{municipality}/modules/{module}/released',
      tags: ['data protection'],
      summary: 'How much of people’s data a module’s backend was in fact given, by month',
      request: { params: One },
      responses: { 200: json(z.object({ months: z.array(ReleasedInMonth) }), 'The last year'), ...problems(...refusals) },
    }),
    async (c) => {
      const { municipality, module } = c.req.valid('param')
      await administratorCaller(authenticate, c.req.raw, 'entitlements.read', municipality)
      return c.json({ months: await inMunicipality(db, municipality, (trx) => releasedTo(trx, municipality, module)) }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/municipalities/{municipality}/register',
      tags: ['data protection'],
      summary: 'The register of processing: every module that is on, with what of people’s data it is given and why',
      request: { params: One.pick({ municipality: true }) },
      responses: {
        200: json(z.object({ at: z.iso.datetime(), entries: z.array(RegisterEntry), fields: z.record(z.string(), Text) }), 'The register'),
        ...problems(...refusals),
      },
    }),
    async (c) => {
      const { municipality } = c.req.valid('param')
      await administratorCaller(authenticate, c.req.raw, 'entitlements.read', municipality)
      const at = now()
      const entries = await inMunicipality(db, municipality, (trx) => registerOf(trx, municipality, at))
      return c.json({ at: new Date(at).toISOString(), entries, fields: FIELDS }, 200)
    },
  )
  return app
}
