// A page's first requests, sent ahead of the page: when it is opened again, the module is still being mounted while they are on
// their way. Each answer is given once, to the same request of the same module in the same context, and only while it is fresh.
import type { CarriedRequest } from '@digione/contracts'
import { firstRequests } from './first-requests.ts'
import type { FirstRequest, Page } from './first-requests.ts'

/** An answer is given no later than this after it was asked for. */
export const FRESH_MS = 5000
/** What a page asks within this time of its mount is what it asks first. */
const FIRST_WITHIN_MS = 1500

export type Send = (api: string, request: CarriedRequest, signal: AbortSignal, isNeverKept: boolean) => Promise<Response>

interface Sent {
  readonly answer: Promise<Response>
  readonly life: AbortController
  readonly timer: ReturnType<typeof setTimeout>
  readonly at: number
}

const sent = new Map<string, Sent>()
/** How many requests that may change something are on their way. */
let changing = 0

/** A request that is read and no more, told apart by nothing but its address and what it accepts; `null` for every other one. */
function plain({ method, headers, body }: CarriedRequest): { readonly accept: string | null } | null {
  if (method !== 'GET' || body) return null
  const others = headers.filter(([name]) => name.toLowerCase() !== 'accept')
  return others.length === 0 ? { accept: headers[0]?.[1] ?? null } : null
}

const nameOf = ({ module, context }: Omit<Page, 'address'>, api: string, path: string, accept: string | null) =>
  JSON.stringify([module, context, api, path, accept])

function giveUp(name: string): void {
  const one = sent.get(name)
  if (!one) return
  sent.delete(name)
  clearTimeout(one.timer)
  one.life.abort()
}

/** Nothing that was sent ahead is given any more: something changed, or somebody else may be there. */
export function dropAhead(): void {
  for (const name of sent.keys()) giveUp(name)
}

function sendOne(page: Page, first: FirstRequest, send: Send): void {
  const { api, path, accept, isNeverKept } = first
  const name = nameOf(page, api, path, accept)
  if (sent.has(name)) return
  const life = new AbortController()
  const request: CarriedRequest = { path, method: 'GET', headers: accept === null ? [] : [['accept', accept]], body: null }
  const answer = send(api, request, life.signal, isNeverKept)
  answer.catch(() => {})
  const timer = setTimeout(() => {
    giveUp(name)
    // The page does not ask this any more.
    firstRequests.remove(page, first)
  }, FRESH_MS)
  sent.set(name, { answer, life, timer, at: performance.now() })
}

/** Sends what a page asked first when it was last mounted. Its mount is about to come. */
export function sendAhead(page: Page, send: Send): void {
  // What is being changed would be read as it was before.
  if (changing > 0) return
  for (const first of firstRequests.of(page)) sendOne(page, first, send)
}

/** The answer to a request that was sent ahead; `null` where it was not, or is not fresh. Whoever takes it has it alone. */
function take(mount: Omit<Page, 'address'>, api: string, request: CarriedRequest, signal: AbortSignal): Promise<Response> | null {
  const asked = plain(request)
  const name = asked && nameOf(mount, api, request.path, asked.accept)
  const one = name === null ? undefined : sent.get(name)
  if (name === null || !one) return null
  if (performance.now() - one.at > FRESH_MS) {
    giveUp(name)
    return null
  }
  sent.delete(name)
  clearTimeout(one.timer)
  signal.addEventListener('abort', () => one.life.abort(), { once: true })
  return one.answer
}

/** The requests of one mount. @param address Of its page; `null` where it is no page: of a card nothing is remembered. */
export function requestsOf(
  mount: Omit<Page, 'address'>,
  address: string | null,
  send: Send,
): (api: string, request: CarriedRequest, signal: AbortSignal) => Promise<Response> {
  const openedAt = performance.now()
  let learned = 0

  function learn(api: string, request: CarriedRequest, response: Response, askedAt: number): void {
    const asked = plain(request)
    if (address === null || !asked || !response.ok || askedAt - openedAt > FIRST_WITHIN_MS) return
    const isNeverKept = /\bno-store\b/i.test(response.headers.get('cache-control') ?? '')
    firstRequests.add({ ...mount, address }, { api, path: request.path, accept: asked.accept, isNeverKept }, learned++ === 0)
  }

  async function change(api: string, request: CarriedRequest, signal: AbortSignal): Promise<Response> {
    changing += 1
    dropAhead()
    try {
      return await send(api, request, signal, false)
    } finally {
      changing -= 1
    }
  }

  return async (api, request, signal) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return change(api, request, signal)
    const askedAt = performance.now()
    // What went wrong ahead of the page may go well now.
    const ahead = await take(mount, api, request, signal)?.catch(() => null)
    signal.throwIfAborted()
    const response = ahead ?? (await send(api, request, signal, false))
    learn(api, request, response, askedAt)
    return response
  }
}
