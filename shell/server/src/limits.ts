import { DigiOneError } from '@digione/contracts'
import type { HttpBindings } from '@hono/node-server'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit as honoBodyLimit } from 'hono/body-limit'
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
 * @throws {DigiOneError} TOO_MANY_REQUESTS
 */
export function rateLimit({ requests, windowS, now = Date.now }: { requests: number; windowS: number; now?: () => number }) {
  const windows = new Map<string, { endsAt: number; count: number }>()
  return (caller: string): void => {
    const at = now()
    if (windows.size > 10_000) for (const [key, { endsAt }] of windows) if (endsAt <= at) windows.delete(key)
    const found = windows.get(caller)
    const window = found && found.endsAt > at ? found : { endsAt: at + windowS * 1000, count: 0 }
    windows.set(caller, window)
    window.count += 1
    if (window.count > requests) throw new DigiOneError('TOO_MANY_REQUESTS', 'This address', Math.ceil((window.endsAt - at) / 1000))
  }
}

/** The address that a request came from. Without a socket, as when a test calls the application directly, everybody is one caller. */
export function callerAddress(c: Context<Env>): string {
  const bindings = c.env as Partial<HttpBindings> | undefined
  return bindings?.incoming?.socket.remoteAddress ?? 'unknown'
}
