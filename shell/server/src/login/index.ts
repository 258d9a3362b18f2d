import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { Hono } from 'hono'
import type { Deps, Env } from '../deps.ts'
import { createExchange } from '../tokens/exchange.ts'
import { createModuleTokens } from '../tokens/module-tokens.ts'
import { createPairwise } from '../tokens/pairwise.ts'
import { createLoginApi } from './api.ts'
import { type Caller, createAuthenticate } from './authenticate.ts'
import { sweepEntries } from './entries.ts'
import { createInteraction } from './interaction.ts'
import { createMe } from './me.ts'
import { expiredPage, PAGE_HEADERS, style, stylePath } from './pages.ts'
import { createProvider } from './provider.ts'
import { createSessions } from './sessions.ts'
import { createSignOut } from './sign-out.ts'
import { createUpstreams } from './upstreams.ts'
import { createVaultPages } from './vault-pages.ts'
import { chooseLanguage } from '../language.ts'

const SWEEP_MS = 10 * 60_000

export interface Login {
  /** Who asks. @throws {DigiOneError} SESSION_EXPIRED, DPOP_INVALID, TOKEN_INVALID, CONTEXT_NOT_YOURS for credentials that do not hold. */
  authenticate(request: Request): Promise<Caller>
  /** Routes under `/api`. */
  readonly api: OpenAPIHono<Env>
  /** Everything else on the session host: the vault's pages, the authorization server, the log-in pages. */
  session(request: IncomingMessage, response: ServerResponse): void
  close(): Promise<void>
}

/** The platform's log-in: its authorization server, the ways in, the vault's pages, and whose every request is. */
export async function createLogin(deps: Deps): Promise<Login> {
  const { config, home, secrets, db, log } = deps
  const sessions = createSessions(db, config.sessions)
  const provider = createProvider(deps, sessions, async (ctx, error) => {
    ctx.set({ ...PAGE_HEADERS })
    ctx.body = await expiredPage({ language: chooseLanguage(ctx.get('accept-language')), home: `${config.origins.shell}/`, hasLanguages: false })
    log.warn({ event: 'authorization.refused', error }, 'A log-in could not go on.')
  })
  const upstreams = createUpstreams(config.upstreams, home.session)
  const pairwise = createPairwise(secrets.pairwise)
  const tokens = await createModuleTokens(home, secrets)
  const authenticate = createAuthenticate({ deps, provider, sessions, tokens, pairwise })
  const exchange = createExchange(deps, tokens, pairwise)

  const pages = new Hono<{ Bindings: HttpBindings }>()
  pages.onError((error, c) => {
    log.error({ event: 'page.failed', err: error, path: c.req.path }, 'A page of the log-in failed.')
    return c.text('', 503)
  })
  pages.notFound((c) => c.body(null, 404, { 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" }))
  pages.get(stylePath, (c) =>
    c.body(style, 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    }),
  )
  pages.route('/', createInteraction({ deps, provider, sessions, upstreams }))
  pages.route('/', createSignOut({ deps, provider, sessions, upstreams }))
  pages.route('/', createVaultPages(deps).app)
  const listener = getRequestListener(pages.fetch)
  const callback = provider.callback()
  const outside = new URL(config.origins.session)
  const isOwn = /^\/(?:oidc\/(?:assets|interaction|upstream|sign-out)(?:[/?]|$)|(?!oidc[/?]))/

  const sweeping = setInterval(() => {
    Promise.all([sweepEntries(db), sessions.sweep()]).catch((error: unknown) =>
      log.warn({ event: 'sweep.failed', err: error }, 'Expired log-ins were not deleted.'),
    )
  }, SWEEP_MS).unref()

  return {
    authenticate,
    api: createLoginApi({ deps, authenticate, sessions, me: createMe(deps, pairwise), exchange, tokens }),
    session(request, response) {
      const url = request.url ?? '/'
      if (isOwn.test(url)) {
        void listener(request, response)
        return
      }
      // The authorization server makes its addresses from the request; the outside's are the configured ones.
      request.headers['x-forwarded-proto'] = outside.protocol.slice(0, -1)
      request.headers['x-forwarded-host'] = outside.host
      Object.assign(request, { originalUrl: url })
      request.url = url.slice('/oidc'.length) || '/'
      void callback(request, response)
    },
    async close() {
      clearInterval(sweeping)
    },
  }
}
