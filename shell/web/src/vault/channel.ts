import type { CarriedRequest, ChannelRequest } from '@digione/contracts'
import { requestsOf } from './ahead.ts'
import type { Send } from './ahead.ts'
import { answerOn } from './answering.ts'
import type { Given } from './answering.ts'
import { drafts } from './drafts.ts'
import { dropModuleToken, moduleToken } from './module-tokens.ts'
import { refused } from './problem.ts'
import { carriedHeaders, carry } from './request.ts'
import { rememberedPerson } from './session.ts'

const MAX_FILE_BYTES = 10 * 1024 * 1024

/** The address below an API's binding, and never beside it. */
function below(base: string, path: string): URL {
  const url = new URL(base + path)
  if (!path.startsWith('/') || !url.href.startsWith(`${base}/`)) throw refused('NOT_ALLOWED')
  return url
}

/** Addresses whose last answer forbade the browser to keep it. */
const neverKept = new Set<string>()
const MOST_ADDRESSES = 1000

/**
 * Nothing of a person's is to stay in the browser's cache, whatever a vendor's server says of it.
 *
 * With `no-store` the browser also forgets that it may ask: every request has a preflight before it, a round trip for each.
 * An address that forbids keeping by itself has nothing in the cache, so there the usual way is as good.
 */
function note(address: string, { headers }: Response): void {
  if (!/\bno-store\b/i.test(headers.get('cache-control') ?? '')) return void neverKept.delete(address)
  if (neverKept.size >= MOST_ADDRESSES) neverKept.clear()
  neverKept.add(address)
}

interface Asked {
  readonly module: string
  readonly context: string
  readonly api: string
  readonly request: CarriedRequest
  /** Whether the last answer of this address, in an earlier document, forbade the browser to keep it. */
  readonly isNeverKept: boolean
}

async function fetchAs({ module, context, api, request, isNeverKept }: Asked, signal: AbortSignal): Promise<Response> {
  const { token, base } = await moduleToken(module, api, context)
  const headers = new Headers(carriedHeaders(request))
  headers.set('authorization', `Bearer ${token}`)
  const address = below(base, request.path)
  try {
    const response = await fetch(address, {
      method: request.method,
      headers,
      body: request.body,
      credentials: 'omit',
      cache: isNeverKept || neverKept.has(address.href) ? 'default' : 'no-store',
      redirect: 'error',
      signal,
    })
    note(address.href, response)
    return response
  } catch (error) {
    throw error instanceof TypeError ? refused('NOT_READY') : error
  }
}

async function answered(asked: Asked, signal: AbortSignal): Promise<Response> {
  const response = await fetchAs(asked, signal)
  if (response.status !== 401) return response
  // A key or a binding was changed: a fresh token is tried once.
  dropModuleToken(asked.module, asked.api, asked.context)
  return fetchAs(asked, signal)
}

/** How the requests of a module in a context are sent. */
export const sender =
  (module: string, context: string): Send =>
  (api, request, signal, isNeverKept) =>
    answered({ module, context, api, request, isNeverKept }, signal)

async function fileUrl(send: Send, api: string, path: string, signal: AbortSignal): Promise<string> {
  const response = await send(api, { path, method: 'GET', headers: [], body: null }, signal, false)
  if (!response.ok) throw refused('NOT_READY')
  const file = await response.blob()
  if (file.size > MAX_FILE_BYTES) throw refused('TOO_LARGE')
  // An address that the shell's origin may show; one of this origin's own it may not.
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(reader.result as string))
    reader.addEventListener('error', () => reject(refused('NOT_READY')))
    reader.readAsDataURL(file)
  })
}

/** Answers on the port of one mount: it speaks for this module in this context, and for no other. */
export function openChannel(port: MessagePort, module: string, context: string, address: string | null): void {
  const send = sender(module, context)
  const ask = requestsOf({ module, context }, address, send)
  const person = () => {
    const known = rememberedPerson()
    if (known === null) throw refused('NOT_SIGNED_IN')
    return known
  }
  answerOn<ChannelRequest>(port, async (request, signal): Promise<Given> => {
    switch (request.kind) {
      case 'fetch':
        return carry(await ask(request.api, request.request, signal))
      case 'file-url':
        return { value: await fileUrl(send, request.api, request.path, signal) }
      case 'draft-get':
        return { value: drafts.get(person(), module, context, request.key) }
      case 'draft-set':
        return { value: drafts.set(person(), module, context, request.key, request.value) }
      case 'draft-delete':
        return { value: drafts.delete(person(), module, context, request.key) }
      default:
        throw refused('NOT_ALLOWED')
    }
  })
}
