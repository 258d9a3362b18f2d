import { DigiOneError } from '@digione/contracts'
import { z } from 'zod'
import type { PlatformFacts } from './discover.ts'

const Answer = z.object({ access_token: z.string(), expires_in: z.number().default(60) })
/** A token is given up this long before it ends, so that none ends on its way. */
const MARGIN_MS = 30_000

interface Client {
  readonly facts: PlatformFacts
  readonly clientId: string
  readonly clientSecret: string
  /** Space-separated. */
  readonly scope: string
}

/**
 * Gives a token of the client credentials grant, one and the same until shortly before it ends; who asks while it is
 * fetched waits for that one.
 * @see RFC 6749 §4.4
 */
export function clientToken(client: Client): () => Promise<string> {
  let held: { token: string; until: number } | null = null
  let pending: Promise<string> | null = null
  return () => {
    if (held && held.until > Date.now()) return Promise.resolve(held.token)
    pending ??= fetchToken(client)
      .then(({ access_token: token, expires_in: lifetimeS }) => {
        held = { token, until: Date.now() + lifetimeS * 1000 - Math.min(MARGIN_MS, (lifetimeS * 1000) / 2) }
        return token
      })
      .finally(() => (pending = null))
    return pending
  }
}

async function fetchToken({ facts, clientId, clientSecret, scope }: Client) {
  // Form-encoded before base64, as the standard has it: secrets hold "+" and ":" too.
  const credentials = btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)
  const answer = await fetch(facts.tokenEndpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
    signal: AbortSignal.timeout(10_000),
  }).catch((cause: unknown) => {
    throw new DigiOneError('PLATFORM_UNREACHABLE', facts.tokenEndpoint, { cause })
  })
  if (answer.status === 401)
    throw new DigiOneError('CONFIGURATION_INVALID', `the secret of "${clientId}"`, 'the platform does not know this client with this secret')
  if (answer.status === 400 || answer.status === 403) {
    throw new DigiOneError('NOT_ALLOWED', `The client "${clientId}"`, `get a token for ${scope}`, { cause: new Error(await answer.text()) })
  }
  if (!answer.ok) throw new DigiOneError('PLATFORM_UNREACHABLE', `${facts.tokenEndpoint} (${answer.status})`)
  return Answer.parse(await answer.json())
}
