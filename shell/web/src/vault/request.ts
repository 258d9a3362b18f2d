import type { CarriedRequest, CarriedResponse } from '@digione/contracts'
import type { KeptUser } from './kept-user.ts'
import { problemOf, refused } from './problem.ts'
import { learnClock, prove } from './proof.ts'
import { currentUser, renewRefused } from './session.ts'

/** What only the vault itself may say to a server. */
const OWN_HEADERS = new Set(['authorization', 'dpop', 'cookie'])

async function sendAs(user: KeptUser, url: URL, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers)
  const proof = await prove(init.method ?? 'GET', url, user.access_token)
  if (proof) {
    headers.set('authorization', `DPoP ${user.access_token}`)
    headers.set('dpop', proof)
  }
  return fetch(url, { ...init, headers, cache: 'no-store' })
}

/**
 * A request to the platform's own API in the person's name. Renews the token where the platform refuses it, once.
 * @throws SESSION_EXPIRED where nobody is logged in any more, PLATFORM_UNREACHABLE.
 */
export async function askPlatform(path: string, init: RequestInit = {}): Promise<Response> {
  const url = new URL(path, location.origin)
  const user = await currentUser(false)
  if (!user) throw refused('SESSION_EXPIRED')
  try {
    const response = await sendAs(user, url, init)
    const clockWasOff = learnClock(response)
    if (response.status !== 401) return response
    // A proof is refused by a clock that is off; a token by its end.
    const again = clockWasOff ? user : await renewRefused()
    if (!again) throw refused('SESSION_EXPIRED')
    return await sendAs(again, url, init)
  } catch (error) {
    if (error instanceof TypeError) throw refused('PLATFORM_UNREACHABLE')
    throw error
  }
}

/** As `askPlatform`, with the answer's JSON. @throws What the platform's problem says. */
export async function askPlatformJson<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await askPlatform(path, init)
  if (!response.ok) throw await problemOf(response)
  return (await response.json()) as T
}

export const carriedHeaders = (request: CarriedRequest) =>
  request.headers.filter(([name]) => !OWN_HEADERS.has(name.toLowerCase())).map(([name, value]) => [name, value] as [string, string])

let streamsCross: boolean | undefined
/** Whether this browser can hand a stream to another origin. */
function canTransferStreams(): boolean {
  if (streamsCross !== undefined) return streamsCross
  try {
    const stream = new ReadableStream()
    structuredClone(stream, { transfer: [stream] })
    streamsCross = true
  } catch {
    streamsCross = false
  }
  return streamsCross
}

/** An answer in the form that crosses the port, and what is transferred with it. */
export async function carry(response: Response): Promise<{ value: CarriedResponse; transfer: Transferable[] }> {
  const { status, statusText, headers } = response
  // JSON is read as a whole by whoever asks, and a stream that crossed and is never read stays for good.
  const isStream = canTransferStreams() && !/\bjson\b/.test(headers.get('content-type') ?? '')
  const body = response.body && (isStream ? response.body : await response.arrayBuffer())
  return { value: { status, statusText, headers: [...headers], body }, transfer: body ? [body] : [] }
}
