import { createHash } from 'node:crypto'
import { openBrowser, type Page } from '@digione/shell-server/testing/browser'
import { z } from 'zod'
import type { Addresses } from '../serve/addresses.ts'
import { codeOf, type Recorder, Unexpected } from './record.ts'

const Context = z.object({
  id: z.string(),
  municipality: z.string(),
  role: z.string(),
  school: z.object({ id: z.string() }).nullable(),
  modules: z.array(z.object({ module: z.string(), ids: z.object({ learner: z.string().nullable() }) })),
})
const Me = z.object({ contexts: z.array(Context), versions: z.record(z.string(), z.number()) })
export type MyContext = z.infer<typeof Context>
const Token = z.object({ access_token: z.string(), base: z.string() })

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'

/** Whom the load plays; anybody whom an identity provider of the system knows. */
export interface Who {
  readonly login: string
  readonly provider: string
  /** Everybody of a school comes from one address, a guardian from one of their own. */
  readonly addressOf: string
}

/** An address of the private network 10.0.0.0/8, always the same for the same name. */
function addressFor(name: string): string {
  const [a = 0, b = 0, c = 0] = createHash('sha256').update(name).digest()
  return `10.${a}.${b}.${c}`
}

const good = (page: Page, status = 200): Page => {
  if (page.status !== status) throw new Unexpected(`HTTP ${page.status}`)
  return page
}

/** One person's browser, which does over HTTP what the shell, its vault and the modules' pages do. */
export async function openPerson(addresses: Addresses, who: Who, recorder: Recorder) {
  const { shell, session } = addresses
  const browser = await openBrowser(session, { 'x-forwarded-for': addressFor(who.addressOf), 'accept-encoding': 'br' })
  const tokens = new Map<string, z.infer<typeof Token>>()
  let access = ''

  async function ask(path: string, init: RequestInit = {}): Promise<unknown> {
    const { status, body } = await browser.ask(access, path, init)
    if (status >= 400) throw new Unexpected(codeOf(status, body))
    return body
  }

  async function tokenFor(module: string, context: string, api = 'api'): Promise<z.infer<typeof Token>> {
    const known = tokens.get(`${module} ${context}`)
    if (known) return known
    const body = new URLSearchParams({ grant_type: TOKEN_EXCHANGE, audience: `${module}:${api}`, context })
    const token = await recorder.time('token exchange', async () => Token.parse(await ask('/api/tokens', { method: 'POST', body })))
    tokens.set(`${module} ${context}`, token)
    return token
  }

  return {
    /** The HTML of the desktop, with whatever hint the browser has by now. */
    html: (name: string) => recorder.time(name, async () => void good(await browser.go(`${shell}/`))),
    async logIn(): Promise<void> {
      const asked = await recorder.time('log-in: to the provider', async () => good(await browser.begin({ digione_provider: who.provider })))
      const landed = await recorder.time('log-in: back with the answer', async () => good(await browser.choose(asked, who.login), 303))
      await recorder.time('log-in: tokens', async () => {
        const { status, body } = await browser.redeem(landed)
        if (status !== 200) throw new Unexpected(codeOf(status, body))
        access = String(body['access_token'])
      })
    },
    me: () => recorder.time('/api/me', async () => Me.parse(await ask('/api/me')).contexts),
    /** How often something was decided in each of the person's municipalities. */
    versions: () => recorder.time('/api/me', async () => Me.parse(await ask('/api/me')).versions),
    tokenFor,
    /** Tokens are asked for anew from now on. */
    forgetTokens: (): void => tokens.clear(),
    /** The cookie that the next HTML is prepared by. */
    startHint: () => browser.cookie('digione_start'),
    /** Asks a module's own backend, or the platform as a module, with a token that is exchanged when it is first needed. */
    async module(name: string, module: string, context: string, path: string, body?: unknown): Promise<unknown> {
      const { access_token: token, base } = await tokenFor(module, context)
      return recorder.time(name, async () => {
        const response = await fetch(base + path, {
          method: body === undefined ? 'GET' : 'POST',
          headers: { authorization: `Bearer ${token}`, origin: session, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        })
        const answer: unknown = await response.json()
        if (!response.ok) throw new Unexpected(codeOf(response.status, answer))
        return answer
      })
    },
    /** What a request of this person to the platform needs, for programs that send it themselves. */
    async credentials(method: string, path: string): Promise<Record<string, string>> {
      return {
        authorization: `DPoP ${access}`,
        dpop: await browser.prove(method, session + path, access),
        'x-forwarded-for': addressFor(who.addressOf),
      }
    },
    /** Opens the live stream. @param onEnd Once it was left, or the server ended it. @returns What closes it. */
    live: (onText: (text: string) => void = () => {}, onEnd: () => void = () => {}) =>
      recorder.time('live stream', async () => {
        const leave = new AbortController()
        const headers = {
          authorization: `DPoP ${access}`,
          dpop: await browser.prove('GET', `${session}/api/live`, access),
          'x-forwarded-for': addressFor(who.addressOf),
        }
        const response = await fetch(`${session}/api/live`, { headers, signal: leave.signal })
        if (!response.ok || !response.body) throw new Unexpected(codeOf(response.status, await response.json()))
        const reading = async () => {
          const decoder = new TextDecoder()
          for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) onText(decoder.decode(part, { stream: true }))
        }
        reading().then(onEnd, onEnd)
        return () => leave.abort()
      }),
  }
}
export type Person = Awaited<ReturnType<typeof openPerson>>
