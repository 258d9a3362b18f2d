import { browserKeys } from './keys.ts'

const encoder = new TextEncoder()
const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
const part = (value: unknown) => base64url(encoder.encode(JSON.stringify(value)))

/** How far this device's clock is behind the server's, in seconds. */
let clockOffsetS = 0

/** Learns the server's clock from an answer. @returns Whether ours was off by enough to have a proof refused. */
export function learnClock(response: Response): boolean {
  const told = Date.parse(response.headers.get('date') ?? '')
  if (Number.isNaN(told)) return false
  const offset = Math.round((told - Date.now()) / 1000)
  const wasOff = Math.abs(offset - clockOffsetS) > 20
  clockOffsetS = offset
  return wasOff
}

/** What every proof for one token has in common. */
interface Bound {
  readonly token: string
  readonly privateKey: CryptoKey
  readonly header: string
  readonly ath: string
}

async function bind(token: string): Promise<Bound | null> {
  const [keys, digest] = await Promise.all([browserKeys(), crypto.subtle.digest('SHA-256', encoder.encode(token))])
  if (!keys) return null
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', keys.publicKey)
  const header = part({ alg: 'ES256', typ: 'dpop+jwt', jwk: { kty, crv, x, y } })
  return { token, privateKey: keys.privateKey, header, ath: base64url(new Uint8Array(digest)) }
}

// For the one token that is in use: another token may be bound to another key.
let bound: { readonly token: string; readonly asked: Promise<Bound | null> } | null = null

function boundTo(token: string): Promise<Bound | null> {
  if (bound?.token === token) return bound.asked
  const mine = { token, asked: bind(token) }
  bound = mine
  const forget = () => void (bound === mine && (bound = null))
  mine.asked.then((found) => found ?? forget(), forget)
  return mine.asked
}

/**
 * A proof for one request with one token.
 * @returns `null` where this browser has no key, so no token either.
 * @see RFC 9449 §4.2
 */
export async function prove(method: string, url: URL, token: string): Promise<string | null> {
  const known = await boundTo(token)
  if (!known) return null
  const { header, ath, privateKey } = known
  const payload = part({ htm: method, htu: url.origin + url.pathname, ath, jti: crypto.randomUUID(), iat: Math.floor(Date.now() / 1000) + clockOffsetS })
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, encoder.encode(`${header}.${payload}`))
  return `${header}.${payload}.${base64url(new Uint8Array(signature))}`
}
