import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { textIn } from '@digione/contracts'
import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Upstream } from '../config.ts'
import { type Language, LANGUAGE_NAMES, LANGUAGES } from '../language.ts'
import { wordsIn } from './words.ts'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

const read = (specifier: string) => readFileSync(new URL(import.meta.resolve(specifier)), 'utf8')
export const style = [read('@digione/ui/tokens.css'), read('@digione/ui/reset.css'), readFileSync(new URL('login.css', import.meta.url), 'utf8')].join('\n')
/** Named after its contents, so it may be kept for ever. */
export const stylePath = `/oidc/assets/login-${createHash('sha256').update(style).digest('hex').slice(0, 12)}.css`

/** Log-in pages hold no script at all. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; style-src 'self'; img-src data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
} as const

export interface Frame {
  readonly language: Language
  /** Address of the front page. */
  readonly home: string
  /** Whether the page may be asked for again in another language. */
  readonly hasLanguages: boolean
}

/** A whole page. @param head More elements for its head. */
export async function page({ language, home, hasLanguages }: Frame, title: string, body: Html, head: Html | string = ''): Promise<string> {
  const words = wordsIn(language)
  const links = LANGUAGES.map(
    (one) =>
      html`<li><a href="?lang=${one}" lang="${one}" hreflang="${one}" ${one === language ? raw('aria-current="true"') : ''}>${LANGUAGE_NAMES[one]}</a></li>`,
  )
  return String(
    await html`<!doctype html>
      <html lang="${language}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>${title} – DigiOne</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href="${stylePath}" />
          ${head}
        </head>
        <body>
          <header>
            <p class="product"><a href="${home}">DigiOne</a></p>
            ${
              hasLanguages
                ? html`<nav aria-label="${words.languages}">
                    <ul>
                      ${links}
                    </ul>
                  </nav>`
                : ''
            }
          </header>
          <main>${body}</main>
        </body>
      </html>`,
  )
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

interface WaysPage {
  readonly upstreams: readonly Upstream[]
  readonly wayHref: (id: string) => string
  /** After how many seconds without use a log-in ends. */
  readonly idleS: number
  /** Whether somebody is logged in already and adds a way. */
  readonly isStepUp: boolean
  readonly wasCancelled: boolean
}

/** The ways in, each as one link. */
export function waysPage(frame: Frame, { upstreams, wayHref, idleS, isStepUp, wasCancelled }: WaysPage): Promise<string> {
  const { language } = frame
  const words = wordsIn(language)
  const list = new Intl.ListFormat(language)
  const ways = upstreams.map(
    ({ id, name, opens }) =>
      html`<li>
        <a href="${wayHref(id)}" data-way="${id}"
          ><span class="name">${textIn(name, language)}</span> <span class="roles">${capitalised(list.format(opens.map((role) => words.roles[role])))}</span
          ><span class="arrow" aria-hidden="true"></span
        ></a>
      </li>`,
  )
  const body = html`<h1>${words.loginTitle}</h1>
    ${wasCancelled ? html`<p class="said" role="status">${words.cancelled}</p>` : ''}
    <p>${isStepUp ? words.stepUpText : words.loginText}</p>
    ${
      ways.length > 0
        ? html`<ul class="ways" aria-label="${words.ways}">
            ${ways}
          </ul>`
        : html`<p class="said">${words.noWays}</p>`
    }
    <p class="quiet">${words.shared.replace('{minutes}', String(Math.round(idleS / 60)))}</p>
    <p class="quiet"><a href="${frame.home}">${words.back}</a></p>`
  return page(frame, words.loginTitle, body)
}

export type Refusal = { readonly kind: 'missing'; readonly schemes: readonly string[] } | { readonly kind: 'unknown' | 'failed' | 'down' }

interface RefusalPage {
  readonly upstream: Upstream
  readonly refusal: Refusal
  /** Names the line in the log. */
  readonly reference: string
  /** Back to the ways in; to the same way, asking anew who it is. */
  readonly links: { readonly ways: string; readonly again: string }
}

/** Says why nobody was logged in, whom to ask, and what to try. */
export function refusalPage(frame: Frame, { upstream, refusal, reference, links }: RefusalPage): Promise<string> {
  const { language } = frame
  const words = wordsIn(language)
  const [title, text] = (
    {
      missing: [words.missingTitle, words.missingText],
      unknown: [words.unknownTitle, words.unknownText],
      failed: [words.failedTitle, words.failedText],
      down: [words.downTitle, words.downText],
    } as const satisfies Record<Refusal['kind'], readonly [string, string]>
  )[refusal.kind]
  const names: Readonly<Record<string, string>> = words.claims
  const missing =
    refusal.kind === 'missing'
      ? html`<dt>${words.missingWhat}</dt>
          <dd>${refusal.schemes.map((scheme) => names[scheme] ?? scheme).join(', ')}</dd>`
      : ''
  const body = html`<h1>${title}</h1>
    <p>${text}</p>
    <dl class="facts">
      ${missing}
      <dt>${words.contact}</dt>
      <dd>${textIn(upstream.contact.text, language)} <a href="mailto:${upstream.contact.email}">${upstream.contact.email}</a></dd>
      <dt>${words.reference}</dt>
      <dd>${reference}</dd>
    </dl>
    <p class="actions">
      <a class="button primary" href="${links.again}">${refusal.kind === 'down' || refusal.kind === 'failed' ? words.retry : words.again}</a>
      <a class="button" href="${links.ways}">${words.otherWay}</a>
    </p>
    <p class="quiet"><a href="${frame.home}">${words.back}</a></p>`
  return page(frame, title, body)
}

/** A log-in that cannot go on: its page was open for too long, or belongs to another browser. */
export function expiredPage(frame: Frame): Promise<string> {
  const words = wordsIn(frame.language)
  const body = html`<h1>${words.expiredTitle}</h1>
    <p>${words.expiredText}</p>
    <p class="actions"><a class="button primary" href="/login">${words.loginTitle}</a> <a class="button" href="${frame.home}">${words.back}</a></p>`
  return page(frame, words.expiredTitle, body)
}

/**
 * Leads on by itself, as a page of its own: a provider's log-out form may only lead to addresses that it knows, and
 * browsers hold it to that across redirects.
 */
export function onwardPage(frame: Frame, href: string, doing: string): Promise<string> {
  const words = wordsIn(frame.language)
  const body = html`<p role="status">${doing}</p>
    <p><a href="${href}">${words.goOn}</a></p>`
  return page(frame, doing, body, html`<meta http-equiv="refresh" content="0;url=${href}" />`)
}
