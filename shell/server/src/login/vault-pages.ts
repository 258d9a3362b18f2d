import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { DigiOneError, START_COOKIE } from '@digione/contracts'
import { type Context, Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { html, raw } from 'hono/html'
import type { Deps } from '../deps.ts'
import { asPlatform } from '../db/scope.ts'
import { type Html, page, stylePath } from './pages.ts'
import { createFailureWorkers, OWN_PAGE, WORKER_PATH, workerHeaders } from '../page/failure-worker.ts'
import { hintedLanguage } from './start-hint.ts'
import { chooseLanguage } from '../language.ts'
import { type Words, wordsIn } from './words.ts'

/** How long a browser may reuse the vault's frame without asking. A binding made since then is reached after it. */
const FRAME_MAX_AGE_S = 60
const BINDINGS_AGE_MS = 5_000
/** Where the script is that renews a log-in, up to the name of its contents. */
const RENEWAL = '/oidc/assets/renewal-'
const MOST_TEXTS = 10

type Script = 'frame' | 'login' | 'cb' | 'logout' | 'renewal'

interface Inlined {
  readonly code: string
  readonly hash: string
}

/** The vault's own scripts, each inlined under its hash. Only what renews a log-in is fetched, where one has to be renewed. */
function createScripts(folder: string): (name: Script) => Inlined {
  const read = new Map<Script, Inlined>()
  return (name) => {
    const known = read.get(name)
    if (known) return known
    try {
      const code = readFileSync(join(folder, `${name}.js`), 'utf8').trim()
      const inlined = { code, hash: `'sha256-${createHash('sha256').update(code).digest('base64')}'` }
      read.set(name, inlined)
      return inlined
    } catch (cause) {
      throw new DigiOneError('NOT_READY', `The session vault's build in ${folder}`, { cause })
    }
  }
}

/** Pages of the session vault, where no vendor's code ever runs and which alone may log in. */
export function createVaultPages({ config, db }: Deps) {
  const { shell, session } = config.origins
  const scriptOf = createScripts(join(config.webDist, '../dist-vault'))
  const app = new Hono()
  let bound: { readonly at: number; readonly origins: string[] } = { at: -Infinity, origins: [] }

  /** Where modules' APIs are: the vault is what calls them. */
  async function boundOrigins(): Promise<string[]> {
    if (Date.now() - bound.at < BINDINGS_AGE_MS) return bound.origins
    const rows = await asPlatform(db, (trx) => trx.selectFrom('bindings').select('origin').distinct().orderBy('origin').execute())
    bound = { at: Date.now(), origins: [...new Set(rows.map(({ origin }) => new URL(origin).origin))] }
    return bound.origins
  }

  const headers = (csp: string, cache: string) => ({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': cache,
    'content-security-policy': `default-src 'none'; base-uri 'none'; object-src 'none'; form-action 'none'; ${csp}`,
    'cross-origin-opener-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  })
  const failureWorker = createFailureWorkers(config.webDist)
  const renewalPath = () => `${RENEWAL}${createHash('sha256').update(scriptOf('renewal').code).digest('hex').slice(0, 12)}.js`
  const compressed = new Map<string, Uint8Array<ArrayBuffer>>()

  /** Compressed as far as it goes, once: there are a handful of texts. */
  function send(c: Context, text: string, answer: Record<string, string>) {
    if (!(c.req.header('accept-encoding') ?? '').includes('br')) return c.body(text, 200, answer)
    const bytes = compressed.get(text) ?? new Uint8Array(brotliCompressSync(text))
    if (compressed.size >= MOST_TEXTS) compressed.clear()
    compressed.set(text, bytes)
    return c.body(bytes, 200, { ...answer, 'content-encoding': 'br' })
  }
  const trusted = "require-trusted-types-for 'script'; trusted-types 'none'"
  const bare = (head: Html | string, renewal = '') =>
    html`<!doctype html>
      <html lang="fi" data-shell="${shell}" data-renewal="${renewal}">
        <head>
          <meta charset="utf-8" />
          <title>DigiOne</title>
          ${head}
        </head>
        <body></body>
      </html>`

  /** The vault itself. Its one worker is the one that shows this same page where the host fails. */
  async function frame() {
    const { code, hash } = scriptOf('frame')
    const renewal = renewalPath()
    const connect = ["'self'", ...(await boundOrigins())].join(' ')
    const worker = `worker-src ${session}${WORKER_PATH}; require-trusted-types-for 'script'; trusted-types digione-worker`
    const csp = `script-src ${hash} ${session}${renewal}; connect-src ${connect}; frame-src 'self'; frame-ancestors ${shell}; ${worker}`
    const html = String(await bare(raw(`<script>${code}</script>`), renewal))
    return { html, headers: { ...headers(csp, `private, max-age=${FRAME_MAX_AGE_S}`), [OWN_PAGE]: 'frame' } }
  }

  app.get('/frame', async (c) => {
    const { html, headers: answer } = await frame()
    const etag = `W/"${createHash('sha256').update(html).update(answer['content-security-policy']).digest('base64url').slice(0, 22)}"`
    const named = { ...answer, etag, vary: 'accept-encoding' }
    if (c.req.header('if-none-match') === etag) return c.body(null, 304, named)
    return send(c, html, named)
  })

  app.get('/oidc/assets/:file{renewal-[a-f0-9]+\\.js}', (c) => {
    // Where a newer build has taken a kept frame's place, that frame has the newer script: what it asks of it stays.
    const isPresent = c.req.path === renewalPath()
    return send(c, scriptOf('renewal').code, {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': isPresent ? 'public, max-age=31536000, immutable' : 'no-cache',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      vary: 'accept-encoding',
    })
  })

  app.get(WORKER_PATH, async (c) => {
    const { script, etag } = failureWorker({ paths: /^\/frame$/, ...(await frame()), files: [] })
    if (c.req.header('if-none-match') === etag) return c.body(null, 304, workerHeaders(etag))
    return c.body(script, 200, workerHeaders(etag))
  })

  // Without a script: the vault's frame reads the answer from this page's address.
  app.get('/silent', async (c) => c.body(String(await bare('')), 200, headers(`frame-ancestors ${session} ${shell}`, 'no-store')))

  /** A page that a person passes through: says what goes on, and what to do where it fails. */
  function passing(name: 'login' | 'cb' | 'logout', say: (words: Words) => { doing: string; failed: string; text: string }) {
    app.get(`/${name}`, async (c) => {
      const language = chooseLanguage(c.req.query('locale'), hintedLanguage(getCookie(c, START_COOKIE)), c.req.header('accept-language'))
      const words = wordsIn(language)
      const { doing, failed, text } = say(words)
      const { code, hash } = scriptOf(name)
      const body = html`<div data-shell="${shell}" id="vault">
          <p role="status" id="doing">${doing}</p>
          <div id="failed" role="alert" hidden>
            <h1>${failed}</h1>
            <p>${text}</p>
            <p class="actions"><a class="button primary" id="retry" href="/login">${words.retry}</a> <a class="button" href="${shell}/">${words.back}</a></p>
          </div>
        </div>
        ${raw(`<script>${code}</script>`)}`
      const csp = `script-src ${hash}; style-src 'self'; img-src data:; connect-src 'self'; frame-ancestors 'none'; ${trusted}`
      return c.body(await page({ language, home: `${shell}/`, hasLanguages: false }, doing, body), 200, headers(csp, 'no-store'))
    })
  }
  passing('login', (words) => ({ doing: words.opening, failed: words.loginFailed, text: words.loginFailedText }))
  passing('cb', (words) => ({ doing: words.opening, failed: words.loginFailed, text: words.loginFailedText }))
  passing('logout', (words) => ({ doing: words.closing, failed: words.closeFailed, text: words.closeFailedText }))

  return { app, stylePath }
}
