import type { Page, Request } from '@playwright/test'
import { collect, HEARD, walk } from './collector.ts'
import { sessionOrigin, shellOrigin } from './people.ts'
import { stored } from './traces.ts'

/** Enough for everything that the shell and three modules build up; a walk that reaches it fails the test. */
const MAX_OBJECTS = 3_000_000
/** The shape of a JSON Web Token. */
const JWT = /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/

export interface Realm {
  /** Notes everything that a script of the shell can reach now. */
  look(): Promise<void>
  /** Where each of the texts was found, or something of a token's shape. */
  find(secrets: Iterable<string>): string[]
  /** How many texts came from where. */
  readonly sources: ReadonlyMap<string, number>
}

/** Collects whatever enters the realm of the shell's own document. To be called before the page goes anywhere. */
export async function watchRealm(page: Page): Promise<Realm> {
  const texts = new Map<string, Set<string>>()
  const sources = new Map<string, number>()
  const note = (where: string, what: string) => {
    sources.set(where, (sources.get(where) ?? 0) + 1)
    texts.set(where, (texts.get(where) ?? new Set()).add(what))
  }
  await page.exposeFunction(HEARD, note)
  await page.addInitScript(collect, shellOrigin())
  await watchFrame(page, note)
  return {
    sources,
    async look() {
      note('stores', (await stored(page)).shell)
      const { strings, objects, isWhole } = await page.evaluate(walk, MAX_OBJECTS)
      if (!isWhole) throw new Error(`The walk ended at ${objects} objects.`)
      for (const one of strings) note('globals', one)
    },
    find(secrets) {
      const wanted = [...secrets]
      return [...texts].flatMap(([where, all]) =>
        [...all].flatMap((text) => {
          const found = wanted.find((secret) => text.includes(secret)) ?? JWT.exec(text)?.[0]
          return found === undefined ? [] : [`${where}: ${found.slice(0, 12)}…`]
        }),
      )
    },
  }
}

/** Every request of the shell's own document, with what only the browser itself puts on it, and every answer. */
async function watchFrame(page: Page, note: (where: string, what: string) => void): Promise<void> {
  const cdp = await page.context().newCDPSession(page)
  const { frameTree } = await cdp.send('Page.getFrameTree')
  const own = new Set<string>()
  cdp.on('Network.requestWillBeSent', ({ requestId, frameId, documentURL, request }) => {
    if (frameId !== frameTree.frame.id || new URL(documentURL).origin !== shellOrigin()) return
    own.add(requestId)
    note('request', `${request.url}\n${JSON.stringify(request.headers)}\n${request.postData ?? ''}`)
  })
  cdp.on('Network.requestWillBeSentExtraInfo', ({ requestId, headers }) => own.has(requestId) && note('request as sent', JSON.stringify(headers)))
  cdp.on('Network.responseReceived', ({ requestId, response }) => own.has(requestId) && note('answer', JSON.stringify(response.headers)))
  cdp.on('Network.loadingFinished', ({ requestId }) => {
    if (!own.has(requestId)) return
    // A body may be gone with the document that asked for it; the collector inside has read it then.
    cdp.send('Network.getResponseBody', { requestId }).then(
      ({ body }) => note('answer’s body', body),
      () => {},
    )
  })
  await cdp.send('Network.enable')
}

/** The tokens that a browser was given, by what they are. */
export interface Tokens {
  readonly access: ReadonlySet<string>
  readonly refresh: ReadonlySet<string>
  readonly identity: ReadonlySet<string>
  readonly module: ReadonlySet<string>
}

/** Reads every token from the answers that the vault is given. */
export function watchTokens(page: Page): Tokens {
  const tokens = { access: new Set<string>(), refresh: new Set<string>(), identity: new Set<string>(), module: new Set<string>() }
  const keep = (kind: keyof typeof tokens, value: unknown) => typeof value === 'string' && tokens[kind].add(value)
  const read = async (request: Request) => {
    const path = request.url().startsWith(sessionOrigin()) ? new URL(request.url()).pathname : ''
    if (path !== '/oidc/token' && path !== '/api/tokens') return
    const answer = (await (await request.response())?.json()) as Readonly<Record<string, unknown>> | undefined
    keep(path === '/api/tokens' ? 'module' : 'access', answer?.['access_token'])
    keep('refresh', answer?.['refresh_token'])
    keep('identity', answer?.['id_token'])
  }
  page.on('requestfinished', (request) => void read(request).catch(() => {}))
  return tokens
}

export const allOf = ({ access, refresh, identity, module }: Tokens) => new Set([...access, ...refresh, ...identity, ...module])
