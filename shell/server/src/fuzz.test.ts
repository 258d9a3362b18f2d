import { ERRORS } from '@digione/contracts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { switchOn } from './entitlements/switches.ts'
import type { Caller } from './login/authenticate.ts'
import { contextsOf } from './roster/store.ts'
import { type Bench, openBench } from './testing/bench.ts'
import { manifestOf } from './testing/builds.ts'
import { GROUP, SCHOOL, WHO } from './testing/sample-roster.ts'

/** As much of a JSON Schema as the platform's own document uses. */
interface JsonSchema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
}
interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema: JsonSchema }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> }
}

const OpenApi = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.custom<Operation>(() => true),
    ),
  ),
  components: z
    .object({
      schemas: z.record(
        z.string(),
        z.custom<JsonSchema>(() => true),
      ),
    })
    .default({ schemas: {} }),
})
type OpenApi = z.infer<typeof OpenApi>

/** Whatever a sender might put anywhere: what means something here, what breaks databases and parsers, and anything. */
const NASTY = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\uD800',
  '🙈',
  '../..',
  "'; drop table persons; --",
  '%00',
  '-1',
  '1e309',
  'null',
  'NaN',
  '__proto__',
  'constructor',
  '9'.repeat(400),
]
const REAL = [
  ...Object.values(SCHOOL),
  ...Object.values(GROUP),
  ...Object.values(WHO),
  'north',
  'south',
  'tasks',
  '2026-11-24',
  '2026-02-31',
  '1',
  '1000',
  "name='x'",
]
const anyText = fc.oneof(fc.constantFrom(...REAL), fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 60 }))
const anything = fc.oneof(anyText, fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.jsonValue({ maxDepth: 2 }))

/** Mostly what the schema asks for, and in one place in six something else. */
function fromSchema(api: OpenApi, schema: JsonSchema, depth = 0): fc.Arbitrary<unknown> {
  const wanted = depth > 6 ? anything : asWanted(api, schema, depth)
  return fc.oneof({ weight: 5, arbitrary: wanted }, { weight: 1, arbitrary: anything })
}

function asWanted(api: OpenApi, schema: JsonSchema, depth: number): fc.Arbitrary<unknown> {
  const inner = (one: JsonSchema) => fromSchema(api, one, depth + 1)
  if (schema.$ref) return asWanted(api, api.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, depth)
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map(inner))
  const type = typeof schema.type === 'object' ? schema.type[0] : schema.type
  switch (type) {
    case 'object': {
      const entries = Object.entries(schema.properties ?? {}).map(([name, property]) => [name, inner(property)] as const)
      const required = (schema.required ?? []).filter((name) => name in (schema.properties ?? {}))
      return fc.record(Object.fromEntries(entries), { requiredKeys: required })
    }
    case 'array':
      return fc.array(inner(schema.items ?? {}), { maxLength: 4 })
    case 'integer':
      return fc.oneof(fc.integer(), fc.maxSafeInteger())
    case 'number':
      return fc.double()
    case 'boolean':
      return fc.boolean()
    case 'string':
      return anyText
    case undefined:
    default:
      return anything
  }
}

const asField = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
/** A lone surrogate cannot stand in an address. */
const encoded = (value: unknown) => encodeURIComponent(asField(value).toWellFormed())

function bodyOf(type: string, value: unknown): { body: string | FormData | URLSearchParams; headers: Record<string, string> } {
  const fields = Object.entries(typeof value === 'object' && value !== null ? value : { value })
  if (type === 'multipart/form-data') {
    const form = new FormData()
    for (const [name, field] of fields) form.append(name, asField(field))
    return { body: form, headers: {} }
  }
  if (type === 'application/x-www-form-urlencoded') return { body: new URLSearchParams(fields.map(([name, field]) => [name, asField(field)])), headers: {} }
  return { body: JSON.stringify(value) ?? '', headers: { 'content-type': type } }
}

let bench: Bench
let api: OpenApi

beforeAll(async () => {
  bench = await openBench()
  await bench.publish(manifestOf('tasks', { publishes: ['tasks.done.v1'], hears: ['tasks.done.v1'] }))
  await switchOn(bench.db, { module: 'tasks', municipality: 'north' })
  const [context] = (await contextsOf(bench.db, WHO.admin, ['office'], bench.config.upstreams)).contexts
  if (!context) throw new Error('the sample has one')
  bench.callers['admin'] = bench.administrator(context, WHO.admin)
  await bench.sessions.open('teacher-session', WHO.teacher, { upstream: 'school', idToken: null })
  bench.callers['teacher'] = { kind: 'person', personId: WHO.teacher, ways: ['school'], sessionUid: 'teacher-session', endsInS: 3600 } satisfies Caller
  api = OpenApi.parse(await (await bench.send('nobody', '/api/openapi.json')).json())
})
afterAll(() => bench.close())

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 25)

test('whatever is sent to any endpoint by anybody, the answer is no failure inside and a refusal is explained', async () => {
  const operations = Object.entries(api.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))
  expect(operations.length).toBeGreaterThan(30)
  for (const { path, method, operation } of operations) {
    const parameters = fc.record(Object.fromEntries((operation.parameters ?? []).map(({ name, schema }) => [name, fromSchema(api, schema)])))
    const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
    const body = content ? fromSchema(api, content.schema) : fc.constant(undefined)
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('nobody', 'teacher', 'admin', 'tasks'), parameters, body, async (asker, values, sent) => {
        const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encoded(values[name]) || '%20')
        const query = (operation.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => `${name}=${encoded(values[name])}`)
        const { body: carried, headers } = type ? bodyOf(type, sent) : { body: undefined, headers: {} }
        const answer = await bench.send(asker, `${address}${query.length > 0 ? `?${query.join('&')}` : ''}`, {
          method: method.toUpperCase(),
          headers,
          ...(carried === undefined ? {} : { body: carried }),
        })
        const isStream = answer.headers.get('content-type') === 'text/event-stream'
        if (isStream) await answer.body?.cancel()
        const text = isStream ? '' : await answer.text()
        expect(answer.status, `${method} ${address}: ${text}`).toBeLessThan(500)
        if (answer.status >= 400) {
          expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
          expect(Object.keys(ERRORS)).toContain((JSON.parse(text) as { code: string }).code)
        }
      }),
      { numRuns: RUNS },
    )
  }
})

test.each([
  ['no JSON', '{'],
  ['JSON of another shape', '[]'],
  ['a number', '7'],
  ['nothing', ''],
  ['ten thousand brackets', '['.repeat(10_000)],
  ['a key of the prototype', '{"__proto__":{"isAdmin":true},"kind":"other","text":"x","page":"/"}'],
])('a body that is %s is refused or taken, and never a failure inside', async (_, body) => {
  const answer = await bench.send('nobody', '/api/feedback', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  expect(answer.status).toBeLessThan(500)
  expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false)
})
