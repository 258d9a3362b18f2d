import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DigiOneError } from '@digione/contracts'
import { Hono } from 'hono'
import { html, raw } from 'hono/html'
import type { Deps } from '../deps.ts'
import { asPlatform } from '../db/scope.ts'
import { type Html, page, stylePath } from './pages.ts'
import { chooseLanguage, type Words, wordsIn } from './words.ts'

/** How long a browser may reuse the vault's frame without asking. A binding made since then is reached after it. */
const FRAME_MAX_AGE_S = 60
const BINDINGS_AGE_MS = 5_000

type Script = 'frame' | 'login' | 'cb' | 'logout'

interface Inlined {
  readonly code: string
  readonly hash: string
}

/** The vault's own scripts, each inlined under its hash: a vault page loads nothing but its style. */
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
  const trusted = "require-trusted-types-for 'script'; trusted-types 'none'"
  const bare = (head: Html | string) =>
    html`<!doctype html>
      <html lang="fi" data-shell="${shell}">
        <head>
          <meta charset="utf-8" />
          <title>DigiOne</title>
          ${head}
        </head>
        <body></body>
      </html>`

  app.get('/frame', async (c) => {
    const { code, hash } = scriptOf('frame')
    const connect = ["'self'", ...(await boundOrigins())].join(' ')
    const csp = `script-src ${hash}; connect-src ${connect}; frame-src 'self'; frame-ancestors ${shell}; ${trusted}`
    return c.body(String(await bare(raw(`<script>${code}</script>`))), 200, headers(csp, `private, max-age=${FRAME_MAX_AGE_S}`))
  })

  // Without a script: the vault's frame reads the answer from this page's address.
  app.get('/silent', async (c) => c.body(String(await bare('')), 200, headers(`frame-ancestors ${session} ${shell}`, 'no-store')))

  /** A page that a person passes through: says what goes on, and what to do where it fails. */
  function passing(name: 'login' | 'cb' | 'logout', say: (words: Words) => { doing: string; failed: string; text: string }) {
    app.get(`/${name}`, async (c) => {
      const language = chooseLanguage(c.req.query('locale'), c.req.header('accept-language'))
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
