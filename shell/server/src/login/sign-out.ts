import { START_COOKIE } from '@digione/contracts'
import type { HttpBindings } from '@hono/node-server'
import { type Context as HonoContext, Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import type { Provider } from 'oidc-provider'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { dropGrant, putEntry, takeEntry } from './entries.ts'
import { createAlsoCovered } from '../overrides/also-covered.ts'
import { COOKIES, SHELL_CLIENT } from './provider.ts'
import { onwardPage, PAGE_HEADERS } from './pages.ts'
import type { Sessions, Way } from './sessions.ts'
import { hintedLanguage } from './start-hint.ts'
import type { Upstreams } from './upstreams.ts'
import { chooseLanguage } from '../language.ts'
import { wordsIn } from './words.ts'

type Ask = HonoContext<{ Bindings: HttpBindings }>

/** A path on the shell's own origin and nothing else: `//elsewhere` and `/\elsewhere` are not. */
export const ReturnPath = z
  .string()
  .max(2000)
  .regex(/^\/(?![/\\])[^\\\s]*$/)
  .catch('/')

const Pending = z.object({ shell: z.string(), left: z.array(z.object({ upstream: z.string(), idToken: z.string().nullable() })), back: ReturnPath })

interface Parts {
  readonly deps: Deps
  readonly provider: Provider
  readonly sessions: Sessions
  readonly upstreams: Upstreams
}

/**
 * Logging out: first the platform's own session, with every token and every open tab, then each upstream one in turn.
 *
 * The vault's page asks by POST from its own origin; a foreign page can neither send its cookie (Lax) nor this content type.
 */
export function createSignOut({ deps, provider, sessions, upstreams }: Parts) {
  const { db, log, config, secrets } = deps
  const alsoCovered = createAlsoCovered(secrets, config.origins.shell)
  const app = new Hono<{ Bindings: HttpBindings }>()

  async function sessionOf(c: Ask) {
    const cookies = provider.createContext(c.env.incoming, c.env.outgoing).cookies
    const id = cookies.get(COOKIES.session, { signed: true })
    return id === undefined ? undefined : provider.Session.find(id)
  }

  /** The address to go to next: the next provider's log-out, or the shell that the person came from. */
  async function next(ways: readonly Way[], back: string, shell = config.origins.shell): Promise<string> {
    for (const [index, way] of ways.entries()) {
      const state = crypto.randomUUID()
      const url = await upstreams.endUrl(way.upstream, way.idToken, state)
      if (url === null) continue
      await putEntry(db, 'SignOut', state, { shell, left: ways.slice(index + 1), back }, 600)
      return url
    }
    return `${shell}${back}`
  }

  app.post('/oidc/sign-out', async (c) => {
    if (c.req.header('content-type') !== 'application/json' || c.req.header('origin') !== config.origins.session) return c.body(null, 403)
    const body = z.object({ return: ReturnPath }).safeParse(await c.req.json().catch(() => ({})))
    const back = body.success ? body.data.return : '/'
    const session = await sessionOf(c)
    const id = session?.grantIdFor(SHELL_CLIENT)
    const ended = id === undefined ? null : await sessions.end(id)
    if (id !== undefined) await dropGrant(db, id)
    await session?.destroy()
    if (ended && id !== undefined) await deps.live.endSession(ended.personId, id)
    log.info({ event: 'logout', had: ended !== null, ways: ended?.ways.length ?? 0 }, 'Somebody logged out.')
    const secure = config.origins.session.startsWith('https:') ? '; Secure' : ''
    for (const name of [COOKIES.session, `${COOKIES.session}.sig`])
      c.header('set-cookie', `${name}=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax${secure}`, { append: true })
    c.header('set-cookie', alsoCovered.end(), { append: true })
    // Not "cookies": that would take the person's language and theme on the shell's host too.
    c.header('clear-site-data', '"cache", "storage"')
    c.header('cache-control', 'no-store')
    return c.json({ next: await next(ended?.ways ?? [], back) })
  })

  app.get('/oidc/upstream/:upstream/signed-out', async (c) => {
    const pending = Pending.safeParse(await takeEntry(db, 'SignOut', c.req.query('state') ?? ''))
    const href = pending.success ? await next(pending.data.left, pending.data.back, pending.data.shell) : `${config.origins.shell}/`
    const frame = {
      language: chooseLanguage(hintedLanguage(getCookie(c, START_COOKIE)), c.req.header('accept-language')),
      home: `${config.origins.shell}/`,
      hasLanguages: false,
    }
    return c.body(await onwardPage(frame, href, wordsIn(frame.language).closing), 200, { ...PAGE_HEADERS, 'clear-site-data': '"cache", "storage"' })
  })

  return app
}
