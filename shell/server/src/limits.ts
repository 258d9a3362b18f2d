import { createHash } from 'node:crypto'
import { DigiOneError } from '@digione/contracts'
import type { HttpBindings } from '@hono/node-server'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit as honoBodyLimit } from 'hono/body-limit'
import type { Config } from './config.ts'
import type { Env } from './deps.ts'

export const MAX_BODY_BYTES = 64 * 1024

/** Refuses bodies that are too large, before they are read. @throws {DigiOneError} TOO_LARGE */
export const bodyLimit = (maxBytes: number): MiddlewareHandler<Env> =>
  honoBodyLimit({
    maxSize: maxBytes,
    onError: () => {
      throw new DigiOneError('TOO_LARGE', 'The request', maxBytes)
    },
  })

/**
 * Takes so many requests of one caller in a window, then refuses until it has passed.
 *
 * Kept in this instance's memory: with n instances a caller gets up to n times as many, which is enough against floods.
 * @param what Whose requests are counted, for the sentence of the refusal.
 * @throws {DigiOneError} TOO_MANY_REQUESTS
 */
export function rateLimit({
  requests,
  windowS,
  what = 'This address',
  now = Date.now,
}: {
  requests: number
  windowS: number
  what?: string
  now?: () => number
}) {
  const windows = new Map<string, { endsAt: number; count: number }>()
  return (caller: string): void => {
    const at = now()
    if (windows.size > 10_000) for (const [key, { endsAt }] of windows) if (endsAt <= at) windows.delete(key)
    const found = windows.get(caller)
    const window = found && found.endsAt > at ? found : { endsAt: at + windowS * 1000, count: 0 }
    windows.set(caller, window)
    window.count += 1
    if (window.count > requests) throw new DigiOneError('TOO_MANY_REQUESTS', what, Math.ceil((window.endsAt - at) / 1000))
  }
}

/** The address at the other end of the connection. Without a socket, as when a test calls the application directly, everybody is one caller. */
export function socketAddress(c: Context<Env>): string {
  const bindings = c.env as Partial<HttpBindings> | undefined
  return bindings?.incoming?.socket.remoteAddress ?? 'unknown'
}

/**
 * The address that a request came from: the connection's, or where a trusted proxy is at its other end, what that proxy saw.
 * @param forwardedFor `X-Forwarded-For`: each proxy adds at its end, so it is read from there, and only as far as it can be trusted.
 */
export function originalAddress(socket: string, forwardedFor: string | undefined, trustedProxies: readonly string[]): string {
  const hops = (forwardedFor ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '')
  let address = socket
  while (trustedProxies.includes(address)) {
    const hop = hops.pop()
    if (hop === undefined) break
    address = hop
  }
  return address
}

export const callerAddress = (c: Context<Env>, trustedProxies: readonly string[]): string =>
  originalAddress(socketAddress(c), c.req.header('x-forwarded-for'), trustedProxies)

/** A person's credentials are bound to a key or signed by us; what is left is a client's opaque token. */
const isClients = (credential: string) => /^bearer [^.]+$/i.test(credential)

/**
 * Refuses floods: of one person's log-in, of one vendor's client, and of one address. A whole school is one address, and a
 * client's backend serves whole cities, so those limits are far above what they do in a morning.
 * @throws {DigiOneError} TOO_MANY_REQUESTS
 */
export function limitFloods({
  limits: { windowS, perCredential, perClient, perAddress },
  trustedProxies,
}: Pick<Config, 'limits' | 'trustedProxies'>): MiddlewareHandler<Env> {
  const ofAddress = rateLimit({ requests: perAddress, windowS })
  const ofLogIn = rateLimit({ requests: perCredential, windowS, what: 'This log-in' })
  const ofClient = rateLimit({ requests: perClient, windowS, what: 'This client' })
  return async (c, next) => {
    ofAddress(callerAddress(c, trustedProxies))
    const credential = c.req.header('authorization')
    // Never the credential itself in a map that lives for a while.
    if (credential) (isClients(credential) ? ofClient : ofLogIn)(createHash('sha256').update(credential).digest('base64'))
    await next()
  }
}
