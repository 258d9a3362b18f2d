import { decodeStartHint, DigiOneError, MOST_OVERRIDES, ReleaseId, START_COOKIE } from '@digione/contracts'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { compress } from 'hono/compress'
import { getCookie } from 'hono/cookie'
import type { Deps, Env } from '../deps.ts'
import { ALSO_COOKIE, createAlsoCovered } from '../overrides/also-covered.ts'
import { type Exchange, ExchangeRequest, MountRequest, PageRequest } from '../tokens/exchange.ts'
import type { ModuleTokens } from '../tokens/module-tokens.ts'
import type { Caller } from './authenticate.ts'
import type { createMe } from './me.ts'
import type { Sessions } from './sessions.ts'

interface Parts {
  readonly deps: Deps
  readonly authenticate: (request: Request) => Promise<Caller>
  readonly sessions: Sessions
  readonly me: ReturnType<typeof createMe>
  readonly exchange: Exchange
  readonly tokens: ModuleTokens
}

const json = (description: string) => ({ 200: { description, content: { 'application/json': { schema: z.looseObject({}) } } } })
const person = [{ person: [] }]
/** Releases that a tab asks for in place of those that are on, by comma. */
const Asked = z
  .string()
  .max(500)
  .transform((ids) => ids.split(','))
  .pipe(z.array(ReleaseId).max(MOST_OVERRIDES))

/** What a logged-in person's vault asks of the platform about itself. */
export function createLoginApi({ deps, authenticate, sessions, me, exchange, tokens }: Parts) {
  const api = new OpenAPIHono<Env>({
    defaultHook(result) {
      if (result.success) return
      throw new DigiOneError('INPUT_INVALID', 'The request', result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '))
    },
  })

  async function personOf(request: Request) {
    const caller = await authenticate(request)
    if (caller.kind === 'person') return caller
    if (caller.kind === 'nobody') throw new DigiOneError('NOT_SIGNED_IN')
    deps.log.warn({ event: 'request.refused', kind: caller.kind, path: new URL(request.url).pathname }, 'Only a person may ask this.')
    throw new DigiOneError('NOT_ALLOWED', `A ${caller.kind}`, 'ask what is a person’s own')
  }

  const alsoCovered = createAlsoCovered(deps.secrets, deps.config.origins.shell)

  // The one answer of a person's own that is large, and the one that every start waits for.
  api.use('/api/me', compress())
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/me',
      summary: 'Who is logged in, with every context and what is on in it',
      security: person,
      request: { query: z.object({ override: Asked.optional() }) },
      responses: json('Me'),
    }),
    async (c) => {
      const mine = await me.of(await personOf(c.req.raw), c.req.valid('query').override)
      c.header('set-cookie', me.hintCookie(mine, getCookie(c, START_COOKIE)))
      const admitted = (mine.overrides ?? []).flatMap(({ release, refused }) => (refused ? [] : [release]))
      if (admitted.length > 0) {
        // Other tabs of this browser may have asked for others.
        const all = new Set([...admitted, ...alsoCovered.read(getCookie(c, ALSO_COOKIE))])
        c.header('set-cookie', alsoCovered.set([...all]), { append: true })
      }
      c.header('cache-control', 'no-store')
      return c.json(mine, 200)
    },
  )

  api.openapi(
    createRoute({
      method: 'post',
      path: '/api/tokens',
      summary: 'Exchanges the log-in for a token of one module to one of its APIs, in one context (RFC 8693)',
      security: person,
      request: { body: { required: true, content: { 'application/x-www-form-urlencoded': { schema: ExchangeRequest } } } },
      responses: json('The token, where the API is, and whom it is about'),
    }),
    async (c) => {
      const caller = await personOf(c.req.raw)
      c.header('cache-control', 'no-store')
      return c.json({ ...(await exchange.exchange(caller, c.req.valid('form'))) }, 200)
    },
  )

  api.openapi(
    createRoute({
      method: 'post',
      path: '/api/tokens/page',
      summary: 'The tokens that a module’s page is going to need, in every context of a municipality that it is on in, and what it asks first',
      security: person,
      request: { body: { required: true, content: { 'application/x-www-form-urlencoded': { schema: PageRequest } } } },
      responses: json('Tokens by API and context, and requests by context; none where there is nothing to open'),
    }),
    async (c) => {
      const caller = await personOf(c.req.raw)
      c.header('cache-control', 'no-store')
      const { at } = decodeStartHint(getCookie(c, START_COOKIE))
      return c.json(await exchange.forPage(caller, c.req.valid('form'), at[0]), 200)
    },
  )

  api.openapi(
    createRoute({
      method: 'post',
      path: '/api/mounts',
      summary: 'The person and the context, under one module’s own identifiers',
      security: person,
      request: { body: { required: true, content: { 'application/json': { schema: MountRequest } } } },
      responses: json('User and context'),
    }),
    async (c) => {
      const caller = await personOf(c.req.raw)
      c.header('cache-control', 'no-store')
      return c.json({ ...(await exchange.mount(caller, c.req.valid('json'))) }, 200)
    },
  )

  api.openapi(
    createRoute({
      method: 'post',
      path: '/api/active',
      summary: 'Tells that the person did something, which keeps the log-in',
      security: person,
      responses: json('Seconds until the log-in ends if nothing happens'),
    }),
    async (c) => {
      const caller = await personOf(c.req.raw)
      await sessions.touch(caller.sessionUid)
      const session = await sessions.find(caller.sessionUid)
      if (!session) throw new DigiOneError('SESSION_EXPIRED')
      c.header('cache-control', 'no-store')
      return c.json({ idleS: session.endsInS }, 200)
    },
  )

  api.openapi(createRoute({ method: 'get', path: '/api/jwks.json', summary: 'Public keys of module tokens', responses: json('JWK set') }), (c) => {
    c.header('cache-control', 'public, max-age=300')
    return c.json({ ...tokens.jwks }, 200)
  })

  return api
}
