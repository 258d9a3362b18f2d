import { randomBytes } from 'node:crypto'
import { decodeStartHint, START_COOKIE } from '@digione/contracts'
import type { HttpBindings } from '@hono/node-server'
import { type Context as HonoContext, Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import type { Provider } from 'oidc-provider'
import { z } from 'zod'
import type { Upstream } from '../config.ts'
import type { Deps } from '../deps.ts'
import { personByKey } from '../roster/store.ts'
import { dropGrant, putEntry, takeEntry } from './entries.ts'
import { expiredPage, type Frame, onwardPage, PAGE_HEADERS, type Refusal, refusalPage, waysPage } from './pages.ts'
import { SHELL_CLIENT } from './provider.ts'
import type { Sessions } from './sessions.ts'
import { startHintCookie } from './start-hint.ts'
import { UpstreamRequest, type UpstreamIdentity, type Upstreams } from './upstreams.ts'
import { chooseLanguage, type Language, LANGUAGES } from '../language.ts'
import { wordsIn } from './words.ts'

type Ask = HonoContext<{ Bindings: HttpBindings }>
type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

const UPSTREAM_REQUEST_S = 900

interface Parts {
  readonly deps: Deps
  readonly provider: Provider
  readonly sessions: Sessions
  readonly upstreams: Upstreams
}

/**
 * Logging in: the page with the ways in, the trip upstream, and the answer that comes back.
 *
 * Everything hangs on the interaction's cookie, so an answer is good only in the browser that asked.
 */
export function createInteraction({ deps, provider, sessions, upstreams }: Parts) {
  const { db, log, secrets, config, metrics } = deps
  const app = new Hono<{ Bindings: HttpBindings }>()

  const languageAsked = (c: Ask) => LANGUAGES.find((language) => language === c.req.query('lang'))
  const wishOf = (uiLocales: unknown) => (typeof uiLocales === 'string' ? uiLocales : null)
  const frameOf = (c: Ask, uiLocales?: unknown): Frame => ({
    language: chooseLanguage(languageAsked(c), wishOf(uiLocales), c.req.header('accept-language')),
    home: `${config.origins.shell}/`,
    hasLanguages: true,
  })
  const answer = (c: Ask, page: string, status: 200 | 400 | 403 | 502 = 200) => c.body(page, status, PAGE_HEADERS)
  const here = (uid: string) => `/oidc/interaction/${uid}`
  const wayHref = (uid: string, id: string, again = false) => `${here(uid)}/way/${id}${again ? '?again=yes' : ''}`

  /** The interaction that this browser is in, or `null`. */
  async function interactionOf(c: Ask): Promise<Interaction | null> {
    const details = await provider.interactionDetails(c.env.incoming, c.env.outgoing).catch(() => null)
    return details?.uid === c.req.param('uid') ? details : null
  }

  /** From here on the log-in is in this language, upstream too. */
  async function speak(details: Interaction, language: Language) {
    Object.assign(details.params, { ui_locales: language })
    await details.persist()
  }

  /** What the log-in was asked in, or was changed to on its way, is what the shell speaks after it. */
  function goOnSpeaking(c: Ask, details: Interaction) {
    const wish = wishOf(details.params['ui_locales'])
    if (!wish) return
    const hint = { ...decodeStartHint(getCookie(c, START_COOKIE)), locale: chooseLanguage(wish) }
    c.header('set-cookie', startHintCookie(config.origins.shell, hint), { append: true })
  }

  /** Tells the authorization server who it is, and goes back to it. */
  async function settle(c: Ask, details: Interaction, result: Interaction['result']) {
    details.result = result
    await details.persist()
    return c.redirect(details.returnTo, 303)
  }

  async function refuse(c: Ask, details: Interaction, upstream: Upstream, refusal: Refusal, cause?: unknown) {
    metrics.logIns.inc({ upstream: upstream.id, outcome: refusal.kind })
    const reference = randomBytes(5).toString('hex')
    const why = cause instanceof Error ? { error: cause.name, why: cause.message, cause: cause.cause instanceof Error ? cause.cause.message : undefined } : {}
    log.warn(
      { event: 'login.refused', upstream: upstream.id, reason: refusal.kind, reference, ...('schemes' in refusal ? { missing: refusal.schemes } : {}), ...why },
      'A log-in was refused.',
    )
    const links = { ways: here(details.uid), again: wayHref(details.uid, upstream.id, true) }
    // The page is the answer to a code that is used up: another language needs the trip anew, so no language links here.
    const frame = { ...frameOf(c, details.params['ui_locales']), hasLanguages: false }
    return answer(c, await refusalPage(frame, { upstream, refusal, reference, links }), refusal.kind === 'down' ? 502 : 403)
  }

  async function personOf({ keys }: UpstreamIdentity): Promise<string | null> {
    const found = await Promise.all(keys.map(({ scheme, value }) => personByKey(db, secrets.keyHash, scheme, value)))
    const persons = new Set(found.filter((person) => person !== null))
    // Keys that name two persons are a mistake in somebody's register, and not ours to decide.
    return persons.size === 1 ? ([...persons][0] ?? null) : null
  }

  /** Adds the way to the session where it is the same person's, else replaces the session with a new one. */
  async function openSession(
    details: Interaction,
    personId: string,
    way: { upstream: string; idToken: string | null },
  ): Promise<{ grantId: string; ways: string[] }> {
    const cookie = details.session?.cookie
    const current = cookie === undefined ? undefined : await provider.Session.find(cookie)
    const login = await sessions.find(current?.grantIdFor(SHELL_CLIENT))
    if (login?.personId === personId) {
      await sessions.addWay(login.id, way)
      return { grantId: login.id, ways: [...new Set([...login.ways, way.upstream])] }
    }
    if (login) {
      await sessions.end(login.id)
      await dropGrant(db, login.id)
      await deps.live.endSession(login.personId, login.id)
      log.info({ event: 'login.replaced' }, 'Another person logged in on this device; the session before was ended.')
    }
    await current?.destroy()
    const grant = new provider.Grant({ accountId: personId, clientId: SHELL_CLIENT })
    grant.addOIDCScope('openid')
    const grantId = await grant.save()
    await sessions.open(grantId, personId, way)
    // The authorization server is to begin a session of its own, not to compare with the ended one.
    Object.assign(details, { session: undefined })
    return { grantId, ways: [way.upstream] }
  }

  async function go(c: Ask, details: Interaction, upstream: Upstream, again: boolean) {
    const { language } = frameOf(c, details.params['ui_locales'])
    try {
      const { request, url } = await upstreams.begin(upstream, { interaction: details.uid, session: config.origins.session }, language, again)
      await putEntry(db, 'UpstreamRequest', request.state, request, UPSTREAM_REQUEST_S)
      return c.redirect(url.href, 303)
    } catch (error) {
      return refuse(c, details, upstream, { kind: 'down' }, error)
    }
  }

  app.get('/oidc/interaction/:uid', async (c) => {
    const details = await interactionOf(c)
    if (!details) return answer(c, await expiredPage({ ...frameOf(c), hasLanguages: false }), 400)
    const language = languageAsked(c)
    if (language) await speak(details, language)
    const wanted = upstreams.byId(z.string().catch('').parse(details.params['digione_provider']))
    const wasCancelled = c.req.query('cancelled') !== undefined
    const isFirstLook = c.req.query('lang') === undefined && !wasCancelled && c.req.query('choose') === undefined
    // The shell asked for one way: for a context that it opens, or because it is the only one that this person uses.
    if (wanted && isFirstLook) return go(c, details, wanted, false)
    return answer(
      c,
      await waysPage(frameOf(c, details.params['ui_locales']), {
        upstreams: upstreams.all,
        wayHref: (id) => wayHref(details.uid, id),
        idleS: config.sessions.idleS,
        isStepUp: details.session !== undefined,
        wasCancelled,
      }),
    )
  })

  app.get('/oidc/interaction/:uid/way/:upstream', async (c) => {
    const details = await interactionOf(c)
    const upstream = upstreams.byId(c.req.param('upstream'))
    if (!details || !upstream) return answer(c, await expiredPage({ ...frameOf(c), hasLanguages: false }), 400)
    return go(c, details, upstream, c.req.query('again') !== undefined)
  })

  // The provider's redirect carries no interaction: its cookie is for the interaction's own path, where this leads.
  app.get('/oidc/upstream/:upstream/callback', async (c) => {
    const request = UpstreamRequest.safeParse(await takeEntry(db, 'UpstreamRequest', c.req.query('state') ?? ''))
    if (!request.success || request.data.upstream !== c.req.param('upstream')) {
      log.warn({ event: 'login.refused', upstream: c.req.param('upstream'), reason: 'state' }, 'An answer came that nobody here waits for.')
      return answer(c, await expiredPage({ ...frameOf(c), hasLanguages: false }), 400)
    }
    await putEntry(db, 'UpstreamAnswer', request.data.state, { ...request.data, query: new URL(c.req.url).search }, 60)
    const { session, interaction, state } = request.data
    const onward = `${here(interaction)}/answer?state=${encodeURIComponent(state)}`
    if (session === config.origins.session) return c.redirect(onward, 303)
    // By a page: a redirect on would be one that the provider's policy of forms has to allow.
    const frame = frameOf(c)
    return answer(c, await onwardPage({ ...frame, hasLanguages: false }, session + onward, wordsIn(frame.language).opening))
  })

  app.get('/oidc/interaction/:uid/answer', async (c) => {
    const details = await interactionOf(c)
    const entry = details ? await takeEntry(db, 'UpstreamAnswer', c.req.query('state') ?? '') : undefined
    const request = UpstreamRequest.safeParse(entry)
    const upstream = request.success ? upstreams.byId(request.data.upstream) : undefined
    if (!details || !request.success || !upstream || request.data.interaction !== details.uid)
      return answer(c, await expiredPage({ ...frameOf(c), hasLanguages: false }), 400)
    const query = new URLSearchParams(z.string().catch('').parse(entry?.['query']))
    if (query.get('error') === 'access_denied') {
      metrics.logIns.inc({ upstream: upstream.id, outcome: 'cancelled' })
      log.info({ event: 'login.cancelled', upstream: upstream.id }, 'Somebody went back from the identity provider.')
      return c.redirect(`${here(details.uid)}?cancelled=yes`, 303)
    }
    const told = await upstreams.finish(upstream, request.data, query).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
    if (told instanceof Error) return refuse(c, details, upstream, { kind: 'failed' }, told)
    if (told.kind === 'missing') {
      const schemes = told.claims.map((claim) => upstream.claims.personKeys.find((key) => key.claim === claim)?.scheme ?? 'subject')
      return refuse(c, details, upstream, { kind: 'missing', schemes })
    }
    const personId = await personOf(told.identity)
    if (personId === null) return refuse(c, details, upstream, { kind: 'unknown' })
    const { grantId, ways } = await openSession(details, personId, { upstream: upstream.id, idToken: told.identity.idToken })
    metrics.logIns.inc({ upstream: upstream.id, outcome: 'accepted' })
    log.info({ event: 'login.accepted', upstream: upstream.id, ways: ways.length, roles: told.identity.roles }, 'Somebody logged in.')
    goOnSpeaking(c, details)
    // Ends with the browser: `remember` is off.
    return settle(c, details, { login: { accountId: personId, amr: ways, remember: false }, consent: { grantId } })
  })

  return app
}
