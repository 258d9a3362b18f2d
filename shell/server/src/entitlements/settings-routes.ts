import { ModuleId, MunicipalitySlug, Text } from '@digione/contracts'
import { createRoute, z } from '@hono/zod-openapi'
import { administratorCaller, type Authenticate } from '../callers.ts'
import type { Deps } from '../deps.ts'
import { json, problems, routes } from '../openapi.ts'
import { makeSettings, tellSettings } from './settings.ts'

/** As the platform gives them to schools. */
const School = z.string().regex(/^[\w.:-]{1,64}$/)
/** The highest number that a revision can have: the database keeps it in 32 bits. */
const Revision = z.number().int().nonnegative().max(2_147_483_646)
const One = z.object({ municipality: MunicipalitySlug, module: ModuleId })
const Values = z.record(z.string().max(64), z.union([z.boolean(), z.number(), z.string(), z.array(z.string()).max(100)]))
const Place = z.enum(['country', 'municipality', 'school'])

const Field = z.object({
  key: z.string(),
  kind: z.enum(['boolean', 'number', 'text', 'choice', 'texts', 'choices']),
  title: Text,
  help: Text.nullable(),
  isWhole: z.boolean(),
  /** Of numbers the bounds, of texts those of the length. */
  least: z.number().nullable(),
  most: z.number().nullable(),
  /** Of lists: how many. */
  fewest: z.number().int(),
  mostItems: z.number().int(),
  isUnique: z.boolean(),
  pattern: z.string().nullable(),
  choices: z.array(z.object({ value: z.string(), title: Text })),
})

const Told = z.object({
  release: z.string(),
  version: z.string(),
  fields: z.array(Field),
  defaults: z.record(z.string(), z.unknown()),
  /** The widest first. The last is the one that is asked for. */
  places: z.array(z.object({ place: Place, values: z.record(z.string(), z.unknown()) })),
  /** What was set and is nothing to the releases that are on: it is as if it were not there. */
  ignored: z.array(z.object({ place: Place, key: z.string() })),
  /** `0`: nothing was ever set here. */
  revision: Revision,
  revisions: z.array(
    z.object({
      revision: Revision,
      at: z.iso.datetime(),
      by: z.string().nullable(),
      reverts: Revision.nullable(),
      settings: z.record(z.string(), z.unknown()),
    }),
  ),
  schools: z.array(z.string()),
})

const Body = z.strictObject({ school: School.nullable(), revision: Revision, settings: Values })
const RevertBody = z.strictObject({ school: School.nullable(), revision: Revision, to: Revision })

/** What is set of a module in a municipality or a school. The operator's place sets it for all. */
export function settingsRoutes({ db, log, now }: Deps, authenticate: Authenticate) {
  const app = routes()
  const refusals = ['INPUT_INVALID', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'SCOPE_MISSING', 'NOT_FOUND'] as const
  const made = json(z.object({ revision: Revision }), 'The revision that holds now')

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/municipalities/{municipality}/modules/{module}/settings',
      tags: ['settings'],
      summary: 'What may be set of a module, what is set here and more widely, and what was before',
      request: { params: One, query: z.object({ school: School.optional().openapi({ description: 'Absent: of the whole municipality' }) }) },
      responses: { 200: json(Told, 'The settings'), ...problems(...refusals) },
    }),
    async (c) => {
      const { municipality, module } = c.req.valid('param')
      await administratorCaller(authenticate, c.req.raw, 'entitlements.read', municipality)
      const { school = null } = c.req.valid('query')
      return c.json(Told.parse(await tellSettings(db, { slug: municipality, school }, module, now())), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'put',
      path: '/api/municipalities/{municipality}/modules/{module}/settings',
      tags: ['settings'],
      summary: 'Sets a module’s settings at one place, at once in every open page. What is not named is as it is more widely',
      request: { params: One, body: { content: { 'application/json': { schema: Body } }, required: true } },
      responses: { 200: made, ...problems(...refusals, 'CHANGED_MEANWHILE') },
    }),
    async (c) => {
      const { municipality, module } = c.req.valid('param')
      const { personId, context } = await administratorCaller(authenticate, c.req.raw, 'entitlements.manage', municipality)
      const { school, revision, settings } = c.req.valid('json')
      const actor = { person: personId, role: context.role }
      const next = await makeSettings(db, { slug: municipality, school }, module, { revision, to: { settings } }, actor, now())
      log.info({ municipality, module, school, revision: next }, 'settings of a module were made')
      return c.json({ revision: next }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/municipalities/{municipality}/modules/{module}/settings/revert',
      tags: ['settings'],
      summary: 'Has an earlier revision hold again, as far as it still fits what the module knows; revision 0 is nothing set',
      request: { params: One, body: { content: { 'application/json': { schema: RevertBody } }, required: true } },
      responses: { 200: made, ...problems(...refusals, 'CHANGED_MEANWHILE') },
    }),
    async (c) => {
      const { municipality, module } = c.req.valid('param')
      const { personId, context } = await administratorCaller(authenticate, c.req.raw, 'entitlements.manage', municipality)
      const { school, revision, to } = c.req.valid('json')
      const actor = { person: personId, role: context.role }
      const next = await makeSettings(db, { slug: municipality, school }, module, { revision, to: { revision: to } }, actor, now())
      log.info({ municipality, module, school, revision: next }, 'settings of a module were taken back')
      return c.json({ revision: next }, 200)
    },
  )
  return app
}
