import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { ModuleId, MunicipalitySlug, SLOTS, START_COOKIE, decodeStartHint } from '@digione/contracts'
import type { Start } from '@digione/contracts'
import { Hono } from 'hono'
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { Deps, Env } from '../deps.ts'
import { chooseLanguage } from '../language.ts'
import { ALSO_COOKIE, createAlsoCovered } from '../overrides/also-covered.ts'
import { sealKeys } from '../registry/seal.ts'
import { tenants } from '../tenants/store.ts'
import { accepts, sendAsset } from './assets.ts'
import { coverNamed, createCoverage } from './coverage.ts'
import type { Covered } from './coverage.ts'
import { renderDocument } from './document.ts'
import { createFailureWorkers, OWN_PAGE, WORKER_PATH, workerHeaders } from './failure-worker.ts'
import { createGreeted, isMounted } from './greeted.ts'
import { followBuild } from './follow-build.ts'
import { readShellBuild } from './shell-build.ts'
import { remembered } from './remembered.ts'

/** Everything on the shell's host that is not an API or a release: the HTML and the shell's own files. */
export interface Pages {
  fetch(request: Request): Response | Promise<Response>
}

const OWN_PAGES = new Set(['/', '/accessibility', '/feedback', '/more'])
/** Every path that may be a page's. */
const PAGE_PATHS = /^\/(?!(?:api|ims|releases|docs|assets|healthz|readyz|metrics|sw\.js)(?:\/|$))/
const HTML = 'text/html; charset=utf-8'
/** Compressed documents kept at hand: a document differs by hint and route alone, so there are few. */
const KEPT = 300
/** The desktop's cards whose files are fetched along with the shell. */
const CARDS_AT_ONCE = 6

/** What the address of a page names; `null` where the shell has no such page. */
function routeIn(path: string): { municipality: string; module: string } | 'own' | null {
  if (OWN_PAGES.has(path)) return 'own'
  const [, municipality = '', module = ''] = path.split('/')
  return MunicipalitySlug.safeParse(municipality).success && ModuleId.safeParse(module).success ? { municipality, module } : null
}

const hasCard = ({ start: { manifest } }: Covered, at: Start['hint']['at']) =>
  manifest.isolation !== 'link' &&
  SLOTS.some((slot) => manifest.slots[slot] && at.some(({ role }) => (manifest.slots[slot]?.roles ?? manifest.roles).includes(role)))

/** The pages of the shell: as it stands built in the configuration's folder, with what each hint's modules need. */
export async function createPages(deps: Deps): Promise<Pages> {
  const { config, db, secrets } = deps
  const keys = sealKeys(secrets)
  const shell = await followBuild(join(config.webDist, 'boot.js'), () => readShellBuild(config.webDist), deps.log)
  const coverage = remembered(createCoverage(deps), (at: Start['hint']['at']) => JSON.stringify(at))
  const alsoCovered = createAlsoCovered(secrets, config.origins.shell)
  const named = remembered((ids: readonly string[]) => coverNamed(db, ids), String)
  const known = remembered(
    () => tenants(db),
    () => '',
  )
  const greetedBy = remembered(createGreeted(db), ({ municipality, module }) => `${municipality} ${module}`)
  const failureWorker = createFailureWorkers(config.webDist)
  const compressed = new Map<string, Uint8Array<ArrayBuffer>>()

  function compress(etag: string, html: string): Uint8Array<ArrayBuffer> {
    const known = compressed.get(etag)
    if (known) return known
    const bytes = new Uint8Array(brotliCompressSync(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: html.length } }))
    if (compressed.size >= KEPT) compressed.delete(compressed.keys().next().value ?? '')
    compressed.set(etag, bytes)
    return bytes
  }

  const pages = new Hono<Env>()

  pages.get('/assets/*', async (c) => {
    const file = await shell.file(c.req.path)
    return file ? sendAsset(c, file) : c.body(null, 404)
  })

  /** What this browser has said of itself; one that has chosen nothing yet is met in its own language. */
  function hintOf(c: Context<Env>): Start['hint'] {
    const brought = getCookie(c, START_COOKIE)
    return { ...decodeStartHint(brought), ...(brought === undefined ? { locale: chooseLanguage(c.req.header('accept-language')) } : {}) }
  }

  /** Releases that somebody with a right to it asked for in a tab of this browser: covered, and nothing more. */
  const askedFor = (c: Context<Env>) => named(alsoCovered.read(getCookie(c, ALSO_COOKIE)))

  // Whatever address fails, one page stands for it: the shell, with what this browser's positions may need.
  pages.get(WORKER_PATH, async (c) => {
    const hint = hintOf(c)
    const build = await shell.current()
    const covered = await coverage(hint.at)
    const { html, headers } = renderDocument({
      build,
      origins: config.origins,
      hint,
      tenants: await known(undefined),
      covered,
      also: await askedFor(c),
      atOnce: [],
      isDesktop: false,
      keys,
      greeted: [],
    })
    const messages = build.messagesOf(hint.locale)
    const { script, etag } = failureWorker({
      paths: PAGE_PATHS,
      html,
      headers: { ...headers, 'content-type': HTML },
      files: [...build.scripts, ...build.styles, ...(messages ? [messages] : [])],
    })
    const answer = { ...workerHeaders(etag), vary: 'cookie, accept-encoding, accept-language' }
    if (c.req.header('if-none-match') === etag) return c.body(null, 304, answer)
    return accepts(c.req.raw, 'br') ? c.body(compress(etag, script), 200, { ...answer, 'content-encoding': 'br' }) : c.body(script, 200, answer)
  })

  pages.get('*', async (c) => {
    const hint = hintOf(c)
    const route = routeIn(c.req.path)
    const municipalities = await known(undefined)
    const covered = await coverage(hint.at)
    const isDesktop = c.req.path === '/'
    const there = route === null || route === 'own' ? [] : await coverage(hint.at.filter(({ municipality }) => municipality === route.municipality))
    const atOnce = isDesktop
      ? covered.filter((one) => hasCard(one, hint.at)).slice(0, CARDS_AT_ONCE)
      : there.filter(({ start }) => route !== 'own' && start.module === route?.module)
    const build = await shell.current()
    const greeted = route !== null && route !== 'own' && atOnce.some(isMounted) ? await greetedBy(route) : []
    const { html, headers } = renderDocument({
      build,
      origins: config.origins,
      hint,
      tenants: municipalities,
      covered,
      also: await askedFor(c),
      atOnce,
      isDesktop,
      keys,
      greeted,
    })
    const etag = `W/"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`
    const answer = {
      ...headers,
      'content-type': HTML,
      [OWN_PAGE]: build.id,
      // Nothing of a person is in it. A visit soon after another one starts from the kept copy while a new one is fetched.
      'cache-control': 'private, max-age=0, stale-while-revalidate=60',
      vary: 'cookie, accept-encoding, accept-language',
      etag,
    }
    if (c.req.header('if-none-match') === etag) return c.body(null, 304, answer)
    const isThere = route === 'own' || (route !== null && route.municipality in municipalities)
    const status = isThere ? 200 : 404
    return accepts(c.req.raw, 'br') ? c.body(compress(etag, html), status, { ...answer, 'content-encoding': 'br' }) : c.body(html, status, answer)
  })

  pages.all('*', (c) => c.body(null, 405, { allow: 'GET, HEAD' }))
  return pages
}
