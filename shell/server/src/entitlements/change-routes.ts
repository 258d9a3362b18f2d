import { Decisions, DigiOneError, Level, ModuleId, MunicipalitySlug, Role } from '@digione/contracts'
import { createRoute, z } from '@hono/zod-openapi'
import type { Kysely } from 'kysely'
import type { Actor } from '../audit/store.ts'
import { administratorCaller, type Authenticate } from '../callers.ts'
import { inMunicipality } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { json, problems, routes } from '../openapi.ts'
import { changeOf, draft, hasFourEyes } from './changes.ts'
import { ChangeTold, tell } from './change-told.ts'
import { approve, discard, redraft, send, sendBack } from './plans.ts'
import { Preview, previewOf } from './preview.ts'
import { WhyHere, whyHere } from './why.ts'

const PAGE = 50
/** The highest number that a change can have: the database keeps it in 32 bits. */
const LAST = 2_147_483_647

const Here = z.object({ municipality: MunicipalitySlug })
const One = Here.extend({ change: z.guid() })
const Note = z.string().trim().max(500)
const Revision = z.number().int().positive().max(LAST)
const DraftBody = z.strictObject({ decisions: Decisions, note: Note.default('') })
const EditBody = DraftBody.extend({ revision: Revision })
const SeenBody = z.strictObject({ revision: Revision, base: z.number().int().nonnegative().max(LAST) })
const DiscardBody = z.strictObject({ revision: Revision })
const SendBackBody = z.strictObject({ revision: Revision, reason: z.string().trim().min(1).max(500) })
const Query = z.object({
  state: z.enum(['open', 'made']).default('open').openapi({ description: 'Those that are planned and wait, or those that were made' }),
  before: z.coerce.number().int().positive().max(LAST).optional().openapi({ description: 'Only those with a lower number' }),
})

/** Changes of what is on: planned, looked at, approved, made and taken back. */
export function changeRoutes({ db, log, now }: Deps, authenticate: Authenticate) {
  const app = routes()
  const refusals = ['INPUT_INVALID', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'SCOPE_MISSING', 'NOT_FOUND'] as const
  const told = json(ChangeTold, 'The change as it is now')

  /** Runs a step of one change and tells what became of it. */
  async function step(request: Request, municipality: string, what: string, run: (trx: Kysely<Schema>, actor: Actor) => Promise<string>) {
    const { personId, context } = await administratorCaller(authenticate, request, 'entitlements.manage', municipality)
    const change = await inMunicipality(db, municipality, async (trx) => {
      const id = await run(trx, { person: personId, role: context.role })
      return (await tell(trx, [await changeOf(trx, municipality, id)], personId))[0]
    })
    if (!change) throw new DigiOneError('NOT_FOUND', 'change')
    log.info({ municipality, change: change.number, state: change.state }, `a change was ${what}`)
    return change
  }

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/municipalities/{municipality}/changes',
      tags: ['changes'],
      summary: 'Changes of what is on, the newest first',
      request: { params: Here, query: Query },
      responses: {
        200: json(
          z.object({ fourEyes: z.boolean(), changes: z.array(ChangeTold), next: z.number().int().nullable() }),
          'One page, and whether a second person approves',
        ),
        ...problems(...refusals),
      },
    }),
    async (c) => {
      const { municipality } = c.req.valid('param')
      const { personId } = await administratorCaller(authenticate, c.req.raw, 'entitlements.read', municipality)
      const { state, before } = c.req.valid('query')
      const page = await inMunicipality(db, municipality, async (trx) => {
        const rows = await trx
          .selectFrom('changes')
          .selectAll()
          .where('municipality', '=', municipality)
          .where('state', 'in', state === 'open' ? ['draft', 'waiting'] : ['made'])
          .$if(before !== undefined, (query) => query.where('number', '<', before ?? 0))
          .orderBy('number', 'desc')
          .limit(PAGE + 1)
          .execute()
        const shown = rows.slice(0, PAGE)
        return {
          fourEyes: await hasFourEyes(trx, municipality),
          changes: await tell(trx, shown, personId),
          next: rows.length > PAGE ? (shown.at(-1)?.number ?? null) : null,
        }
      })
      return c.json(page, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/municipalities/{municipality}/changes',
      tags: ['changes'],
      summary: 'Plans a change. Nothing of it holds before it is sent',
      request: { params: Here, body: { content: { 'application/json': { schema: DraftBody } }, required: true } },
      responses: { 201: told, ...problems(...refusals) },
    }),
    async (c) => {
      const { municipality } = c.req.valid('param')
      const { decisions, note } = c.req.valid('json')
      const plan = { decisions, note, fourEyes: null, reverts: null }
      return c.json(await step(c.req.raw, municipality, 'planned', async (trx, actor) => (await draft(trx, municipality, plan, actor)).id), 201)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/municipalities/{municipality}/changes/preview',
      tags: ['changes'],
      summary: 'What decisions would do, to how many people, and what stands against them. Changes nothing',
      request: { params: Here, body: { content: { 'application/json': { schema: z.strictObject({ decisions: Decisions }) } }, required: true } },
      responses: { 200: json(Preview, 'The preview'), ...problems(...refusals) },
    }),
    async (c) => {
      const { municipality } = c.req.valid('param')
      await administratorCaller(authenticate, c.req.raw, 'entitlements.read', municipality)
      const { decisions } = c.req.valid('json')
      return c.json(await inMunicipality(db, municipality, (trx) => previewOf(trx, municipality, { decisions, reverts: null }, null, now())), 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'put',
      path: '/api/municipalities/{municipality}/changes/four-eyes',
      tags: ['changes'],
      summary: 'Decides whether a second person approves changes. Where one does, giving that up is a change that needs approval itself',
      request: { params: Here, body: { content: { 'application/json': { schema: z.strictObject({ fourEyes: z.boolean() }) } }, required: true } },
      responses: { 200: told, ...problems(...refusals, 'CHANGED_MEANWHILE', 'ACCEPTANCE_NEEDED') },
    }),
    async (c) => {
      const { municipality } = c.req.valid('param')
      const { fourEyes } = c.req.valid('json')
      const change = await step(c.req.raw, municipality, 'sent', async (trx, actor) => {
        if ((await hasFourEyes(trx, municipality)) === fourEyes) throw new DigiOneError('CHANGED_MEANWHILE', `How ${municipality} approves changes`)
        const { id, revision, base } = await draft(trx, municipality, { decisions: [], note: '', fourEyes, reverts: null }, actor)
        await send(trx, municipality, id, { revision, base }, actor, now())
        return id
      })
      return c.json(change, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/municipalities/{municipality}/changes/{change}',
      tags: ['changes'],
      summary: 'One change, with what it would do now where it has not been made',
      request: { params: One },
      responses: { 200: json(z.object({ change: ChangeTold, preview: Preview.nullable(), fourEyes: z.boolean() }), 'The change'), ...problems(...refusals) },
    }),
    async (c) => {
      const { municipality, change: id } = c.req.valid('param')
      const { personId } = await administratorCaller(authenticate, c.req.raw, 'entitlements.read', municipality)
      const found = await inMunicipality(db, municipality, async (trx) => {
        const change = await changeOf(trx, municipality, id)
        const [shown] = await tell(trx, [change], personId)
        if (!shown) throw new DigiOneError('NOT_FOUND', `change ${id}`)
        const isOpen = (change.state === 'draft' || change.state === 'waiting') && change.four_eyes === null
        return {
          change: shown,
          preview: isOpen ? await previewOf(trx, municipality, change, change.base, now()) : null,
          fourEyes: await hasFourEyes(trx, municipality),
        }
      })
      return c.json(found, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'put',
      path: '/api/municipalities/{municipality}/changes/{change}',
      tags: ['changes'],
      summary: 'Replaces what a draft plans, as long as nobody else did meanwhile',
      request: { params: One, body: { content: { 'application/json': { schema: EditBody } }, required: true } },
      responses: { 200: told, ...problems(...refusals, 'CHANGED_MEANWHILE', 'ACCEPTANCE_NEEDED') },
    }),
    async (c) => {
      const { municipality, change } = c.req.valid('param')
      const { revision, ...plan } = c.req.valid('json')
      return c.json(
        await step(c.req.raw, municipality, 'edited', async (trx, actor) => (await redraft(trx, municipality, change, plan, revision, actor)).id),
        200,
      )
    },
  )

  /** The address of one step of a change; its answer is the change as it is then. */
  const stepRoute = <N extends string, S extends z.ZodType>(name: N, summary: string, body: S) =>
    createRoute({
      method: 'post',
      path: `/api/municipalities/{municipality}/changes/{change}/${name}`,
      tags: ['changes'],
      summary,
      request: { params: One, body: { content: { 'application/json': { schema: body } }, required: true } },
      responses: { 200: told, ...problems(...refusals, 'CHANGED_MEANWHILE', 'ACCEPTANCE_NEEDED') },
    })
  const stepOf = (request: Request, { municipality, change }: z.infer<typeof One>, what: string, run: (trx: Kysely<Schema>, actor: Actor) => Promise<void>) =>
    step(request, municipality, what, async (trx, actor) => {
      await run(trx, actor)
      return change
    })

  app.openapi(stepRoute('send', 'Has a draft be made, or wait for a second person’s approval where the municipality decides so', SeenBody), async (c) => {
    const at = c.req.valid('param')
    const seen = c.req.valid('json')
    return c.json(await stepOf(c.req.raw, at, 'sent', (trx, actor) => send(trx, at.municipality, at.change, seen, actor, now())), 200)
  })
  app.openapi(stepRoute('approve', 'Has a change be made that waits, as somebody else than who planned it', SeenBody), async (c) => {
    const at = c.req.valid('param')
    const seen = c.req.valid('json')
    return c.json(await stepOf(c.req.raw, at, 'approved', (trx, actor) => approve(trx, at.municipality, at.change, seen, actor, now())), 200)
  })
  app.openapi(stepRoute('send-back', 'Gives a change that waits back as a draft, with a reason', SendBackBody), async (c) => {
    const at = c.req.valid('param')
    const body = c.req.valid('json')
    return c.json(await stepOf(c.req.raw, at, 'sent back', (trx, actor) => sendBack(trx, at.municipality, at.change, body, actor)), 200)
  })
  app.openapi(stepRoute('discard', 'Gives up a change that has not been made', DiscardBody), async (c) => {
    const at = c.req.valid('param')
    const { revision } = c.req.valid('json')
    return c.json(await stepOf(c.req.raw, at, 'discarded', (trx, actor) => discard(trx, at.municipality, at.change, revision, actor)), 200)
  })

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/municipalities/{municipality}/changes/{change}/revert',
      tags: ['changes'],
      summary: 'Plans to take a change back that was made: what it brought goes, what it ended holds again',
      request: { params: One },
      responses: { 201: told, ...problems(...refusals, 'CHANGED_MEANWHILE', 'ACCEPTANCE_NEEDED') },
    }),
    async (c) => {
      const { municipality, change } = c.req.valid('param')
      const reverting = await step(c.req.raw, municipality, 'planned to be taken back', async (trx, actor) => {
        const { state, number, four_eyes: fourEyes } = await changeOf(trx, municipality, change)
        if (state !== 'made') throw new DigiOneError('CHANGED_MEANWHILE', `Change ${number}`)
        return (await draft(trx, municipality, { decisions: [], note: '', fourEyes: fourEyes === null ? null : !fourEyes, reverts: change }, actor)).id
      })
      return c.json(reverting, 201)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/municipalities/{municipality}/modules/{module}/why',
      tags: ['municipalities'],
      summary: 'Why a module is on or off for people in a position: the rule that decides, and those that it overrides',
      request: {
        params: Here.extend({ module: ModuleId }),
        query: z.object({ school: z.string().min(1).max(64).optional(), role: Role, level: Level.optional(), group: z.string().min(1).max(64).optional() }),
      },
      responses: { 200: json(WhyHere, 'Why'), ...problems(...refusals) },
    }),
    async (c) => {
      const { municipality, module } = c.req.valid('param')
      await administratorCaller(authenticate, c.req.raw, 'entitlements.read', municipality)
      const { school, role, level, group } = c.req.valid('query')
      const position = { school: school ?? null, role, level: level ?? null, groups: group === undefined ? [] : [group] }
      return c.json(await inMunicipality(db, municipality, (trx) => whyHere(trx, municipality, module, position, now())), 200)
    },
  )
  return app
}
