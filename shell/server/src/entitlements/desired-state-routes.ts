import { Decision, DesiredState, MunicipalitySlug } from '@digione/contracts'
import { createRoute, z } from '@hono/zod-openapi'
import type { Kysely } from 'kysely'
import type { Actor } from '../audit/store.ts'
import { administratorCaller, type Authenticate } from '../callers.ts'
import { inMunicipality } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { json, problems, routes } from '../openapi.ts'
import { ChangeTold, tell } from './change-told.ts'
import { type Change, changeOf } from './changes.ts'
import { applyState, desiredStateOf, planTowards, towards } from './desired-state.ts'
import { Preview, previewOf } from './preview.ts'

const STATE = '/api/municipalities/{municipality}/desired-state'
const Here = z.object({ municipality: MunicipalitySlug })
const WantedBody = z.strictObject({ state: DesiredState, note: z.string().trim().max(500).default('') })

/** What a municipality has decided as one document: told, compared, and applied. */
export function desiredStateRoutes({ db, log, now }: Deps, authenticate: Authenticate) {
  const app = routes()
  const refusals = ['INPUT_INVALID', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'SCOPE_MISSING', 'NOT_FOUND'] as const

  app.openapi(
    createRoute({
      method: 'get',
      path: STATE,
      tags: ['changes'],
      summary: 'What the municipality has decided, and is going to have, as one document that can be kept, changed and applied, here or elsewhere',
      request: {
        params: Here,
        query: z.object({
          places: z
            .enum(['all', 'municipality'])
            .default('all')
            .openapi({ description: '`municipality`: without what is about single schools and groups, which no other municipality has' }),
        }),
      },
      responses: { 200: json(DesiredState, 'The document'), ...problems(...refusals) },
    }),
    async (c) => {
      const { municipality } = c.req.valid('param')
      await administratorCaller(authenticate, c.req.raw, 'entitlements.read', municipality)
      const isForOthers = c.req.valid('query').places === 'municipality'
      return c.json(await inMunicipality(db, municipality, (trx) => desiredStateOf(trx, municipality, isForOthers, now())), 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: `${STATE}/preview`,
      tags: ['changes'],
      summary: 'By which decisions a document would be reached, and what they would do. Changes nothing',
      request: { params: Here, body: { content: { 'application/json': { schema: z.strictObject({ state: DesiredState }) } }, required: true } },
      responses: {
        200: json(z.object({ decisions: z.array(Decision), preview: Preview.nullable() }), 'The difference; without a preview where there is none'),
        ...problems(...refusals),
      },
    }),
    async (c) => {
      const { municipality } = c.req.valid('param')
      await administratorCaller(authenticate, c.req.raw, 'entitlements.read', municipality)
      const { state } = c.req.valid('json')
      const difference = await inMunicipality(db, municipality, async (trx) => {
        const decisions = await towards(trx, municipality, state, now())
        return { decisions, preview: decisions.length === 0 ? null : await previewOf(trx, municipality, { decisions, reverts: null }, null, now()) }
      })
      return c.json(difference, 200)
    },
  )

  const reached = json(z.object({ change: ChangeTold.nullable() }), 'The change that leads there; `null` where all is as the document says')
  const wantedRoute = <M extends 'post' | 'put', P extends string>(method: M, path: P, summary: string) =>
    createRoute({
      method,
      path,
      tags: ['changes'],
      summary,
      request: { params: Here, body: { content: { 'application/json': { schema: WantedBody } }, required: true } },
      responses: { 200: reached, ...problems(...refusals, 'CHANGED_MEANWHILE', 'ACCEPTANCE_NEEDED') },
    })
  /** Runs what leads to a document, and tells of the change if there is one. */
  async function reach(request: Request, municipality: string, run: (trx: Kysely<Schema>, actor: Actor) => Promise<Change | null>) {
    const { personId, context } = await administratorCaller(authenticate, request, 'entitlements.manage', municipality)
    const change = await inMunicipality(db, municipality, async (trx) => {
      const done = await run(trx, { person: personId, role: context.role })
      return done && ((await tell(trx, [await changeOf(trx, municipality, done.id)], personId))[0] ?? null)
    })
    log.info({ municipality, change: change?.number ?? null, state: change?.state ?? null }, 'a desired state was applied')
    return { change }
  }
  app.openapi(wantedRoute('post', `${STATE}/changes`, 'Plans the change that leads to what a document says'), async (c) => {
    const { municipality } = c.req.valid('param')
    const wanted = c.req.valid('json')
    return c.json(await reach(c.req.raw, municipality, (trx, actor) => planTowards(trx, municipality, wanted, actor, now())), 200)
  })
  app.openapi(
    wantedRoute('put', STATE, 'Has what a document says hold, or wait for a second person’s approval. The same document again changes nothing'),
    async (c) => {
      const { municipality } = c.req.valid('param')
      const wanted = c.req.valid('json')
      return c.json(await reach(c.req.raw, municipality, (trx, actor) => applyState(trx, municipality, wanted, actor, now())), 200)
    },
  )
  return app
}
