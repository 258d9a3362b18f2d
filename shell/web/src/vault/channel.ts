import type { CarriedRequest, ChannelRequest } from '@digione/contracts'
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

async function fetchAs(module: string, context: string, api: string, request: CarriedRequest, signal: AbortSignal): Promise<Response> {
  const { token, base } = await moduleToken(module, api, context)
  const headers = new Headers(carriedHeaders(request))
  headers.set('authorization', `Bearer ${token}`)
  try {
    return await fetch(below(base, request.path), {
      method: request.method,
      headers,
      body: request.body,
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      signal,
    })
  } catch (error) {
    throw error instanceof TypeError ? refused('NOT_READY') : error
  }
}

async function answered(module: string, context: string, api: string, request: CarriedRequest, signal: AbortSignal): Promise<Response> {
  const response = await fetchAs(module, context, api, request, signal)
  if (response.status !== 401) return response
  // A key or a binding was changed: a fresh token is tried once.
  dropModuleToken(module, api, context)
  return fetchAs(module, context, api, request, signal)
}

async function fileUrl(module: string, context: string, api: string, path: string, signal: AbortSignal): Promise<string> {
  const response = await answered(module, context, api, { path, method: 'GET', headers: [], body: null }, signal)
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

/** A port for one mount: it speaks for this module in this context, and for no other. */
export function openChannel(module: string, context: string): MessagePort {
  const { port1, port2 } = new MessageChannel()
  const person = () => {
    const known = rememberedPerson()
    if (known === null) throw refused('NOT_SIGNED_IN')
    return known
  }
  answerOn<ChannelRequest>(port1, async (request, signal): Promise<Given> => {
    switch (request.kind) {
      case 'fetch':
        return carry(await answered(module, context, request.api, request.request, signal))
      case 'file-url':
        return { value: await fileUrl(module, context, request.api, request.path, signal) }
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
  return port2
}
