import { DigiOneError } from '@digione/contracts'
import type { MountedManifest } from '@digione/contracts'

/** Answers a module's requests in a test: a function, or anything with `fetch`, such as a Hono app. */
export type ApiHandler = ((request: Request) => Response | Promise<Response>) | { fetch(request: Request): Response | Promise<Response> }

/** `host.fetch` of a test: requests to the manifest's APIs go to the given handlers, below `https://<api>.test`. */
export function apiAccess(manifest: MountedManifest, handlers: Readonly<Record<string, ApiHandler>>, signal: AbortSignal) {
  function read(input: string | URL): { api: string; address: string } {
    const [, api, path] = /^([a-z][a-z0-9-]*):(\/(?!\/).*)$/s.exec(String(input)) ?? []
    if (!api || !path || !Object.hasOwn(manifest.apis, api)) throw new DigiOneError('API_NOT_DECLARED', manifest.id, String(input))
    return { api, address: new URL(path, `https://${api}.test`).href }
  }
  return {
    async fetch(input: string | URL, init: RequestInit = {}): Promise<Response> {
      const { api, address } = read(input)
      const handler = handlers[api]
      if (!handler) throw new DigiOneError('API_NOT_BOUND', manifest.id, api, 'this test')
      const ends = [init.signal, init.keepalive ? null : signal].filter((one): one is AbortSignal => one instanceof AbortSignal)
      const end = AbortSignal.any(ends)
      end.throwIfAborted()
      const request = new Request(address, { ...init, signal: end })
      const stopped = new Promise<never>((_, reject) => end.addEventListener('abort', () => reject(end.reason as Error), { once: true }))
      const answer = await Promise.race([stopped, typeof handler === 'function' ? handler(request) : handler.fetch(request)])
      // A handler may have answered in the very moment of the end.
      end.throwIfAborted()
      return answer
    },
    fileUrl: async (path: string) => read(path).address,
  }
}
