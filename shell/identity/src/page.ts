import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { textIn } from '@digione/contracts'
import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { IdentityPerson, IdentityProvider } from './create-identity.ts'
import { type Language, LANGUAGE_NAMES, LANGUAGES, wordsIn } from './words.ts'

type Html = HtmlEscapedString | Promise<HtmlEscapedString>

const read = (specifier: string) => readFileSync(new URL(import.meta.resolve(specifier)), 'utf8')
const style = [read('@digione/ui/tokens.css'), read('@digione/ui/reset.css'), readFileSync(new URL('identity.css', import.meta.url), 'utf8')].join('\n')
const stylePath = `/assets/identity-${createHash('sha256').update(style).digest('hex').slice(0, 12)}.css`

/** Sends the log-out form without waiting for a press; the button stays for browsers without scripts. */
const SUBMIT = 'document.forms[0].submit()'
const SUBMIT_HASH = `'sha256-${createHash('sha256').update(SUBMIT).digest('base64')}'`

/** Answers the pages' style sheet. @returns Whether the address was its own. */
export function serveStyle(url: string, response: ServerResponse): boolean {
  if (url !== stylePath) return false
  response
    .writeHead(200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable', 'x-content-type-options': 'nosniff' })
    .end(style)
  return true
}

/** @param formTargets Origins that the page's form may lead to in the end: browsers check redirects too. */
export const pageHeaders = (formTargets: readonly string[], submits = false) => ({
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'content-security-policy': `default-src 'none'; style-src 'self'; img-src data:; ${submits ? `script-src ${SUBMIT_HASH}; ` : ''}form-action 'self' ${[...new Set(formTargets)].join(' ')}; frame-ancestors 'none'; base-uri 'none'`,
})

interface Page {
  readonly provider: IdentityProvider
  readonly language: Language
  /** Where the language links lead; `null`: there are none, the page is an answer to a form. */
  readonly path: string | null
  readonly title: string
  readonly body: Html
}

export async function page({ provider, language, path, title, body }: Page): Promise<string> {
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
          <title>${title} – ${textIn(provider.title, language)}</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href="${stylePath}" />
        </head>
        <body>
          <header>
            <p class="provider"><span class="mark" aria-hidden="true"></span>${textIn(provider.title, language)}</p>
            ${
              path === null
                ? ''
                : html`<nav aria-label="${words.languages}">
                    <ul>
                      ${links}
                    </ul>
                  </nav>`
            }
          </header>
          <main>${body}</main>
        </body>
      </html>`,
  )
}

const initials = (name: string) =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .map((part) => part[0])
    .slice(0, 2)
    .join('')

function personRow(person: IdentityPerson, language: Language): Html {
  const colour = (createHash('sha256').update(person.label).digest()[0] ?? 0) % 8
  return html`<li>
    <button name="login" value="${person.login}" data-login="${person.login}">
      <span class="initials" data-colour="${colour + 1}" aria-hidden="true">${initials(person.label)}</span>
      <span class="who"><span class="name">${person.label}</span><span class="detail">${textIn(person.detail, language)}</span></span>
    </button>
  </li>`
}

/** The page that asks who is logging in, people grouped under their headings. */
export function choosePage(provider: IdentityProvider, language: Language, path: string, problem: boolean): Promise<string> {
  const words = wordsIn(language)
  const listed = provider.people.filter(({ isListed = true }) => isListed)
  const groups = Map.groupBy(listed, (person) => textIn(person.group, language))
  const lists = [...groups].map(
    ([heading, people], index) =>
      html`<section aria-labelledby="group-${index}">
        <h2 id="group-${index}">${heading}</h2>
        <ul class="people">
          ${people.map((person) => personRow(person, language))}
        </ul>
      </section>`,
  )
  const body = html`<h1>${words.chooseTitle}</h1>
    <p class="about">${textIn(provider.about, language)}</p>
    <p class="note"><strong>${words.demo}.</strong> ${words.demoText}</p>
    ${problem ? html`<p class="problem" role="alert">${words.unknown}</p>` : ''}
    <form method="post" action="${path}">
      ${lists}
      <p class="cancel"><button name="cancel" value="yes">${words.cancel}</button></p>
    </form>`
  return page({ provider, language, path, title: words.chooseTitle, body })
}

export function sayingPage(provider: IdentityProvider, language: Language, title: string, text: string): Promise<string> {
  return page({
    provider,
    language,
    path: null,
    title,
    body: html`<h1>${title}</h1>
      <p>${text}</p>`,
  })
}

/** Ends the session here. @param form The provider's own form, without a button. */
export function signOutPage(provider: IdentityProvider, language: Language, form: string): Promise<string> {
  const words = wordsIn(language)
  const confirm = form.replace('</form>', `<input type="hidden" name="logout" value="yes"><button class="primary">${words.signOut}</button></form>`)
  const body = html`<h1>${words.signingOut}</h1>
    <p>${words.signOutText}</p>
    ${raw(confirm)}${raw(`<script>${SUBMIT}</script>`)}`
  return page({ provider, language, path: null, title: words.signingOut, body })
}
