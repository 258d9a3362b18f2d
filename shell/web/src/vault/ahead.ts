// A page's first requests, sent ahead of the page: those that it made when it was open before, and those that its manifest names.
// The module is still being mounted while they are on their way. Each answer is given once, to the same request of the same module
// in the same context, and only while it is fresh.
import type { CarriedRequest, NamedRequest } from '@digione/contracts'
import { firstRequests } from './first-requests.ts'
import type { FirstRequest, Page } from './first-requests.ts'
import { tellTabs } from './tabs.ts'

/** An answer is given no later than this after it was asked for. */
export const FRESH_MS = 5000
/** As `FRESH_MS`, for what was asked in an idle moment: its vendor says that this will do. */
export const IDLE_FRESH_MS = 30_000
/** What ends sooner than this is asked for anew: the page that is going to ask for it is still to come. */
const LEAST_MS = 1000
/** What a page asks within this time of its mount is what it asks first. */
const FIRST_WITHIN_MS = 1500

export type Send = (api: string, request: CarriedRequest, signal: AbortSignal, isNeverKept: boolean) => Promise<Response>

interface Sent {
  readonly answer: Promise<Response>
  readonly life: AbortController
  readonly timer: ReturnType<typeof setTimeout>
  readonly freshUntil: number
  readonly isIdle: boolean
}

type Mount = Omit<Page, 'address'>

const sent = new Map<string, Sent>()
/** What a manifest names and its page did not ask for. */
const needless = new Set<string>()
/** Whether facts arrive that tell of what has changed. */
let hearsFacts = true
/** How many requests that may change something are on their way. */
let changing = 0

/** A request that is read and no more, told apart by nothing but its address and what it accepts; `null` for every other one. */
function plain({ method, headers, body }: CarriedRequest): { readonly accept: string | null } | null {
  if (method !== 'GET' || body) return null
  const others = headers.filter(([name]) => name.toLowerCase() !== 'accept')
  return others.length === 0 ? { accept: headers[0]?.[1] ?? null } : null
}

const nameOf = ({ module, context }: Mount, api: string, path: string, accept: string | null) => JSON.stringify([module, context, api, path, accept])

function giveUp(name: string): void {
  const one = sent.get(name)
  if (!one) return
  sent.delete(name)
  clearTimeout(one.timer)
  one.life.abort()
}

/** Nothing that was sent ahead, or in an idle moment, is given any more: something changed, or somebody else may be there. */
export function dropAhead({ onlyIdle = false } = {}): void {
  for (const [name, { isIdle }] of sent) if (isIdle || !onlyIdle) giveUp(name)
}

/** Facts may have been missed. @param hears Whether they arrive from now on. */
export function noteStream(hears: boolean): void {
  hearsFacts = hears
  dropAhead({ onlyIdle: true })
}

interface How {
  readonly send: Send
  readonly isIdle?: boolean
  /** Nobody asked for it. */
  unasked(): void
}

function sendOne(mount: Mount, { api, path, accept, isNeverKept }: FirstRequest, { send, isIdle = false, unasked }: How): void {
  const name = nameOf(mount, api, path, accept)
  if ((sent.get(name)?.freshUntil ?? 0) - performance.now() > LEAST_MS) return
  giveUp(name)
  const life = new AbortController()
  const request: CarriedRequest = { path, method: 'GET', headers: accept === null ? [] : [['accept', accept]], body: null }
  const answer = send(api, request, life.signal, isNeverKept)
  const freshMs = isIdle ? IDLE_FRESH_MS : FRESH_MS
  const timer = setTimeout(() => {
    giveUp(name)
    unasked()
  }, freshMs)
  const one = { answer, life, timer, freshUntil: performance.now() + freshMs, isIdle }
  sent.set(name, one)
  const failed = () => {
    // What went wrong a while ago may go well now.
    if (isIdle && sent.get(name) === one) giveUp(name)
  }
  answer.then(({ ok }) => ok || failed(), failed)
}

const asNamed = ({ api, path }: NamedRequest): FirstRequest => ({ api, path, accept: null, isNeverKept: false })

/** Sends what a page asked first when it was last mounted, and what its manifest names. Its mount is about to come. */
export function sendAhead(page: Page, named: readonly NamedRequest[], send: Send): void {
  // What is being changed would be read as it was before.
  if (changing > 0) return
  for (const first of firstRequests.of(page)) sendOne(page, first, { send, unasked: () => firstRequests.remove(page, first) })
  for (const first of named.map(asNamed)) {
    const name = nameOf(page, first.api, first.path, null)
    if (!needless.has(name)) sendOne(page, first, { send, unasked: () => needless.add(name) })
  }
}

/** Sends, in an idle moment, what a page would ask first that may be opened next. Only what means nothing to anybody. */
export function sendIdle(mount: Mount, named: readonly NamedRequest[], send: Send): void {
  if (changing > 0 || !hearsFacts) return
  for (const first of named.map(asNamed)) sendOne(mount, first, { send, isIdle: true, unasked: () => {} })
}

interface Asked {
  readonly api: string
  readonly request: CarriedRequest
  readonly signal: AbortSignal
  /** Whether a page asks that was just mounted, rather than one that wants to know what is new. */
  readonly isFirst: boolean
}

/** The answer to a request that was sent ahead; `null` where it was not, or is not fresh. Whoever takes it has it alone. */
function take(mount: Mount, { api, request, signal, isFirst }: Asked): Promise<Response> | null {
  const asked = plain(request)
  const name = asked && nameOf(mount, api, request.path, asked.accept)
  const one = name === null ? undefined : sent.get(name)
  if (name === null || !one || (one.isIdle && !isFirst)) return null
  if (performance.now() > one.freshUntil) {
    giveUp(name)
    return null
  }
  sent.delete(name)
  clearTimeout(one.timer)
  signal.addEventListener('abort', () => one.life.abort(), { once: true })
  return one.answer
}

/** The requests of one mount. @param address Of its page; `null` where it is no page: of a card nothing is remembered. */
export function requestsOf(mount: Mount, address: string | null, send: Send): (api: string, request: CarriedRequest, signal: AbortSignal) => Promise<Response> {
  const openedAt = performance.now()
  let learned = 0

  function learn({ api, request, isFirst }: Asked, response: Response): void {
    const asked = plain(request)
    if (address === null || !asked || !response.ok || !isFirst) return
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
      tellTabs({ kind: 'changed' })
    }
  }

  return async (api, request, signal) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return change(api, request, signal)
    const asked = { api, request, signal, isFirst: address !== null && performance.now() - openedAt <= FIRST_WITHIN_MS }
    // What went wrong ahead of the page may go well now.
    const ahead = await take(mount, asked)?.catch(() => null)
    signal.throwIfAborted()
    const response = ahead ?? (await send(api, request, signal, false))
    learn(asked, response)
    return response
  }
}
