import { asksForRoster, DigiOneError } from '@digione/contracts'
import { createRoute, z } from '@hono/zod-openapi'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { type Authenticate, clientCaller } from '../callers.ts'
import { asPlatform } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { createSchoolsWhereOn } from '../entitlements/schools-where-on.ts'
import { json, problems, routes } from '../openapi.ts'
import { createPairwise, type Pairwise } from '../tokens/pairwise.ts'
import { type Collection, type CollectionName, COLLECTIONS, type Reach } from './collections.ts'
import { countReleased } from './released.ts'
import { parseFilter } from './filter.ts'
import type { Row } from './oneroster-objects.ts'
import { ROSTER_SCOPE } from './scope.ts'
import { dayOf } from './today.ts'

const PATH = '/ims/oneroster/rostering/v1p2'
const MAX_LIMIT = 1_000

const Page = z.object({
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(100),
  offset: z.coerce.number().int().min(0).default(0),
  filter: z.string().max(1_000).optional(),
  fields: z.string().max(500).optional(),
})
type Page = z.infer<typeof Page>

const NESTED = [
  ['schools', 'classes'],
  ['schools', 'students'],
  ['schools', 'teachers'],
  ['schools', 'enrollments'],
  ['classes', 'students'],
  ['classes', 'teachers'],
] as const satisfies (readonly [CollectionName, CollectionName])[]

function conditions(collection: Collection, filter: string, unmask: (id: string) => string | null): RawBuilder<unknown>[] {
  return parseFilter(filter).map(({ field, value }) => {
    const column = collection.filters[field]
    if (column === undefined) throw new DigiOneError('INPUT_INVALID', 'The filter', `${collection.many} cannot be filtered by "${field}"`)
    return sql`${sql.ref(`r.${column}`)}::text = ${collection.personIds.includes(field) ? unmask(value) : value}`
  })
}

async function readPage(
  trx: Kysely<Schema>,
  collection: Collection,
  reach: Reach,
  where: readonly RawBuilder<unknown>[],
  { limit, offset }: Pick<Page, 'limit' | 'offset'>,
) {
  const all = sql.join([sql`true`, ...where], sql` and `)
  // The id's text decides the order, so that pages fit together on any collation.
  const rows =
    await sql<Row>`select r.* from (${collection.rows(reach)}) as r where ${all} order by r.id::text collate "C" limit ${limit} offset ${offset}`.execute(trx)
  // A page that is not full, and not beyond the end, is the last one: then the rows before it are all that there are.
  if (rows.rows.length < limit && (rows.rows.length > 0 || offset === 0)) return { rows: rows.rows, total: offset + rows.rows.length }
  const total = await sql<{ total: number }>`select count(*) as total from (${collection.rows(reach)}) as r where ${all}`.execute(trx)
  return { rows: rows.rows, total: total.rows[0]?.total ?? 0 }
}

function pick(object: Record<string, unknown>, fields: string | undefined): Record<string, unknown> {
  if (fields === undefined) return object
  const wanted = new Set(['sourcedId', ...fields.split(',').map((field) => field.trim())])
  return Object.fromEntries(Object.entries(object).filter(([name]) => wanted.has(name)))
}

/** OneRoster 1.2's `Link` header: the first, previous, next and last page. */
function pageLinks(address: string, { limit, offset }: Page, total: number): string {
  const at = (start: number, relation: string) => {
    const url = new URL(address)
    url.searchParams.set('limit', String(limit))
    url.searchParams.set('offset', String(start))
    return `<${url.href}>; rel="${relation}"`
  }
  const last = Math.max(0, Math.floor((total - 1) / limit) * limit)
  const links = [at(0, 'first'), at(last, 'last')]
  if (offset + limit < total) links.push(at(offset + limit, 'next'))
  if (offset > 0) links.push(at(Math.max(0, offset - limit), 'prev'))
  return links.join(', ')
}

/**
 * OneRoster 1.2, read-only, for vendors' backends: people, groups and schools, only of schools where the client's module
 * is on for anybody by a release that asks for the roster, with the module's own pairwise identifiers.
 */
export function rosterRoutes({ db, secrets, now: clock }: Deps, authenticate: Authenticate) {
  const app = routes()
  const pairwise: Pairwise = createPairwise(secrets.pairwise)
  const schoolsWhereOn = createSchoolsWhereOn({ now: clock }, asksForRoster)
  const refusals = problems('INPUT_INVALID', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'SCOPE_MISSING', 'NOT_FOUND')

  /** Opens what the client may see. `parent` narrows it to one school or group, which has to be within that. */
  async function within<T>(
    request: Request,
    parent: { of: 'schools' | 'classes'; id: string } | null,
    run: (trx: Kysely<Schema>, reach: Reach, module: string, count: (collection: CollectionName, rows: readonly Row[]) => Promise<void>) => Promise<T>,
  ): Promise<T> {
    const { module, clientId } = await clientCaller(authenticate, request, ROSTER_SCOPE, 'read the roster')
    if (module === null) throw new DigiOneError('NOT_ALLOWED', clientId, 'read the roster: it stands for no module')
    const now = clock()
    return asPlatform(db, async (trx) => {
      const municipalityOf = await schoolsWhereOn(trx, module)
      const schools = [...municipalityOf.keys()]
      const count = (collection: CollectionName, rows: readonly Row[]) => countReleased(trx, module, collection, { rows, municipalityOf, now })
      const reach = { schools, group: null, person: null, today: dayOf(now) }
      if (parent === null) return run(trx, reach, module, count)
      if (parent.of === 'schools') {
        if (!schools.includes(parent.id)) throw new DigiOneError('NOT_FOUND', `school ${parent.id} where ${module} is on`)
        return run(trx, { ...reach, schools: [parent.id] }, module, count)
      }
      const { rows } = await readPage(trx, COLLECTIONS.classes, { ...reach, group: parent.id }, [], { limit: 1, offset: 0 })
      if (rows.length === 0) throw new DigiOneError('NOT_FOUND', `class ${parent.id} where ${module} is on`)
      return run(trx, { ...reach, group: parent.id }, module, count)
    })
  }

  function list(path: string, name: CollectionName, parent: 'schools' | 'classes' | null) {
    const collection: Collection = COLLECTIONS[name]
    app.openapi(
      createRoute({
        method: 'get',
        path,
        tags: ['roster'],
        summary: `OneRoster 1.2: ${collection.many}`,
        request: { query: Page, ...(parent ? { params: z.object({ id: z.string().max(100) }) } : {}) },
        responses: {
          200: {
            ...json(z.object({ [collection.many]: z.array(z.record(z.string(), z.unknown())) }), 'One page; `X-Total-Count` and `Link` tell of the others'),
            headers: { 'X-Total-Count': { schema: { type: 'integer' } }, Link: { schema: { type: 'string' } } },
          },
          ...refusals,
        },
      }),
      async (c) => {
        const page = Page.parse(c.req.query())
        const id = c.req.param('id')
        const { objects, total } = await within(c.req.raw, parent && id !== undefined ? { of: parent, id } : null, async (trx, reach, module, count) => {
          const where = page.filter === undefined ? [] : conditions(collection, page.filter, (masked) => pairwise.unmask(masked, module))
          const found = await readPage(trx, collection, reach, where, page)
          await count(name, found.rows)
          return { total: found.total, objects: found.rows.map((row) => collection.toObject(row, (person) => pairwise.mask(person, module))) }
        })
        c.header('x-total-count', String(total))
        c.header('link', pageLinks(c.req.url, page, total))
        return c.json({ [collection.many]: objects.map((object) => pick(object, page.fields)) }, 200)
      },
    )
  }

  function one(path: string, name: CollectionName) {
    const collection: Collection = COLLECTIONS[name]
    app.openapi(
      createRoute({
        method: 'get',
        path,
        tags: ['roster'],
        summary: `OneRoster 1.2: one of ${collection.many}`,
        request: { params: z.object({ id: z.string().max(100) }), query: Page.pick({ fields: true }) },
        responses: { 200: json(z.object({ [collection.one]: z.record(z.string(), z.unknown()) }), 'The object'), ...refusals },
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        const object = await within(c.req.raw, null, async (trx, reach, module, count) => {
          const isPerson = collection.personIds.includes('sourcedId')
          const own = isPerson ? pairwise.unmask(id, module) : id
          // Narrowed before everything is put together: a city's people are many.
          const narrowed = isPerson ? { ...reach, person: own } : collection === COLLECTIONS.classes ? { ...reach, group: own } : reach
          const { rows } = await readPage(trx, collection, narrowed, [sql`r.id::text = ${own}`], { limit: 1, offset: 0 })
          const row = rows[0]
          if (!row) throw new DigiOneError('NOT_FOUND', `${collection.one} ${id} where ${module} is on`)
          await count(name, rows)
          return collection.toObject(row, (person) => pairwise.mask(person, module))
        })
        return c.json({ [collection.one]: pick(object, c.req.valid('query').fields) }, 200)
      },
    )
  }

  for (const name of Object.keys(COLLECTIONS) as CollectionName[]) {
    list(`${PATH}/${name}`, name, null)
    one(`${PATH}/${name}/{id}`, name)
  }
  for (const [parent, child] of NESTED) list(`${PATH}/${parent}/{id}/${child}`, child, parent)
  return app
}
