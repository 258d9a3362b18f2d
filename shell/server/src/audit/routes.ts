import { Decision, ModuleId, MunicipalitySlug, Role } from '@digione/contracts'
import { createRoute, z } from '@hono/zod-openapi'
import { administratorCaller, type Authenticate } from '../callers.ts'
import { inMunicipality } from '../db/scope.ts'
import type { Deps } from '../deps.ts'
import { json, problems, routes } from '../openapi.ts'
import { history } from './store.ts'

const PAGE = 50
/** What of a municipality's chain its administrators are shown. */
const SHOWN = ['module.switched', 'module.framed', 'module.stopped', 'module.resumed', 'module.accepted', 'module.configured', 'change.made'] as const
/** As the platform gives them to schools. */
const SCHOOL_ID = /^[\w.:-]{1,64}$/
/** The highest number that an entry can have: the database keeps it in 32 bits. */
const LAST_ENTRY = 2_147_483_647

const Entry = z.object({
  seq: z.number().int(),
  at: z.iso.datetime(),
  by: z.object({ name: z.string().nullable(), role: z.string() }),
  action: z.enum(SHOWN),
  /** `null`: of several, or none. */
  module: z.string().nullable(),
  school: z.string().nullable(),
  role: Role.nullable(),
  /** `change.made`: whether the first of what it decides is on from when it says; of a second person's approval, whether it is needed. `module.switched`: whether it is on from then. `module.framed`: whether it runs in a frame whatever its releases say. */
  on: z.boolean(),
  change: z.object({ id: z.guid(), number: z.number().int() }).nullable(),
})

/** Entries from before there were changes name none. */
const OfChange = { change: z.guid().optional(), number: z.number().int().optional() }
const changeFrom = ({ change, number }: { change?: string | undefined; number?: number | undefined }) =>
  change !== undefined && number !== undefined ? { id: change, number } : null
const Switched = z
  .object({ module: z.string(), school: z.string().nullable(), role: Role.nullable(), on: z.boolean(), ...OfChange })
  .transform(({ change, number, ...rest }) => ({ ...rest, change: changeFrom({ change, number }) }))
const Made = z
  .object({ module: z.string().optional(), school: z.string().optional(), decisions: z.array(Decision), fourEyes: z.boolean().nullable(), ...OfChange })
  .transform(({ module, school, decisions: [first], fourEyes, change, number }) => ({
    module: module ?? null,
    school: school ?? null,
    role: null,
    on: fourEyes ?? first?.effect === 'on',
    change: changeFrom({ change, number }),
  }))
const Framed = z
  .object({ module: z.string(), framed: z.boolean() })
  .transform(({ module, framed }) => ({ module, school: null, role: null, on: framed, change: null }))
const Stopped = z.object({ module: z.string() }).transform(({ module }) => ({ module, school: null, role: null, on: false, change: null }))
const Configured = z.object({ module: z.string(), school: z.string().nullable() }).transform((entry) => ({ ...entry, role: null, on: true, change: null }))
const Resumed = Stopped.transform((entry) => ({ ...entry, on: true }))
const READ = {
  'module.switched': Switched,
  'module.framed': Framed,
  'module.stopped': Stopped,
  'module.resumed': Resumed,
  'module.accepted': Resumed,
  'module.configured': Configured,
  'change.made': Made,
} as const

/** Who decided what, for a municipality's administrators. */
export function auditRoutes({ db }: Deps, authenticate: Authenticate) {
  const app = routes()
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/municipalities/{municipality}/history',
      tags: ['municipalities'],
      summary: 'What was switched, by whom and when, the newest first',
      request: {
        params: z.object({ municipality: MunicipalitySlug }),
        query: z.object({
          before: z.coerce.number().int().positive().max(LAST_ENTRY).optional(),
          module: ModuleId.optional().openapi({ description: 'Only what was decided of this module' }),
          school: z.string().regex(SCHOOL_ID).optional().openapi({ description: 'Only what was decided for this school' }),
        }),
      },
      responses: {
        200: json(z.object({ entries: z.array(Entry), next: z.number().int().nullable() }), 'One page'),
        ...problems('INPUT_INVALID', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'SCOPE_MISSING'),
      },
    }),
    async (c) => {
      const { municipality } = c.req.valid('param')
      await administratorCaller(authenticate, c.req.raw, 'audit.read', municipality)
      const { before, module, school } = c.req.valid('query')
      const { rows, next } = await inMunicipality(db, municipality, (trx) => history(trx, municipality, { actions: SHOWN, before, module, school }, PAGE))
      const entries = rows.map(({ seq, at, action: of, actor_role, details, calling_name, family_name }) => {
        const action = z.enum(SHOWN).parse(of)
        return {
          seq,
          at,
          by: { name: calling_name === null ? null : `${calling_name} ${family_name}`, role: actor_role },
          action,
          ...READ[action].parse(details),
        }
      })
      return c.json({ entries, next }, 200)
    },
  )
  return app
}
