import { DigiOneError } from '@digione/contracts'
import type { MountedManifest } from '@digione/contracts'
import type { Channel } from '../session/vault.ts'
import { budget } from './budget.ts'

/** The logical API and the path below its binding that `api:/lessons?date=…` names. */
export function readAddress(manifest: Pick<MountedManifest, 'id' | 'apis'>, input: string | URL): { api: string; path: string } {
  const address = String(input)
  const [, api, path] = /^([a-z][a-z0-9-]*):(\/(?!\/).*)$/s.exec(address) ?? []
  if (!api || !path || !Object.hasOwn(manifest.apis, api)) throw new DigiOneError('API_NOT_DECLARED', manifest.id, address)
  // Resolved here, so that `..` cannot climb above the binding.
  const { pathname, search } = new URL(path, 'https://api.invalid')
  return { api, path: pathname + search }
}

const CALLS_BURST = 200
const CALLS_PER_S = 50

/** `host.fetch` and `host.fileUrl` of one mount, over its own channel. */
export function apiAccess(manifest: MountedManifest, channel: Channel, signal: AbortSignal) {
  const calls = budget(CALLS_BURST, CALLS_PER_S)
  return {
    async fetch(input: string | URL, init?: RequestInit): Promise<Response> {
      const { api, path } = readAddress(manifest, input)
      if (!calls.take()) {
        const problem = new DigiOneError('TOO_MANY_REQUESTS', manifest.id, 1).toProblem()
        return new Response(JSON.stringify(problem), { status: 429, headers: { 'content-type': 'application/problem+json', 'retry-after': '1' } })
      }
      // A request that is to outlive the mount, such as the last save, says `keepalive` as it would to the browser.
      const ends = [init?.signal, init?.keepalive ? null : signal].filter((one): one is AbortSignal => one instanceof AbortSignal)
      return channel.fetch(api, path, init, ends.length > 0 ? AbortSignal.any(ends) : undefined)
    },
    async fileUrl(input: string): Promise<string> {
      const { api, path } = readAddress(manifest, input)
      return channel.fileUrl(api, path)
    },
  }
}
