import { DEVELOPER_HEADER } from '@digione/contracts'
import type { PlatformFacts } from '../server/discover.ts'
import type { Behind } from './front.ts'

/**
 * A platform elsewhere, which answers at the front's names for whoever says that it is asked by them, and else at its own.
 * @param named As whoever develops calls it.
 */
export function platformAt({ shell, session, issuer, modules }: PlatformFacts, named: string): Behind {
  function originOf(host: string): URL {
    if (host.startsWith('session.')) return new URL(new URL(session ?? issuer).origin)
    const [, module] = /^(.+)\.digione-modules\.localhost(?::\d+)?$/.exec(host) ?? []
    if (!module || !modules) return new URL(shell)
    const origin = new URL(modules)
    origin.hostname = `${module}.${origin.hostname}`
    return origin
  }
  return {
    originOf,
    headersOf: (host) => ({ host: originOf(host).host, [DEVELOPER_HEADER]: host }),
    silence: `${named} does not answer.\n`,
  }
}

/** @throws {Error} where the operator has not listed the address. */
export function requireListed({ developers }: PlatformFacts, here: string, named: string): void {
  if (developers.includes(here)) return
  const ports = developers.map((origin) => new URL(origin).port)
  throw new Error(
    ports.length > 0
      ? `${named} may not be shown at ${here}, but on another port: digione dev --platform ${named} --port ${ports[0]}`
      : `${named} may not be shown at a developer's machine. Its operator allows it with DIGIONE_DEVELOPERS='["${here}"]', on a platform without data of real people.`,
  )
}
