import { type Context, DigiOneError } from '@digione/contracts'
import type { Provider } from 'oidc-provider'
import type { Deps } from '../deps.ts'
import { vendorClient } from '../registry/vendors.ts'
import { contextsOf } from '../roster/store.ts'
import type { ModuleTokens } from '../tokens/module-tokens.ts'
import type { Pairwise } from '../tokens/pairwise.ts'
import { checkProof, PROOF_WINDOW_S } from './dpop.ts'
import type { Sessions } from './sessions.ts'

/** Who asks. */
export type Caller =
  | {
      readonly kind: 'person'
      readonly personId: string
      /** Upstream providers that this session came through; they decide which contexts are open. */
      readonly ways: string[]
      readonly sessionUid: string
      /** Seconds until the log-in ends if nothing happens. */
      readonly endsInS: number
    }
  | {
      readonly kind: 'module'
      readonly module: string
      readonly scopes: string[]
      /** With the platform's own identifiers. */
      readonly context: Context
      readonly personId: string
    }
  | { readonly kind: 'client'; readonly clientId: string; readonly module: string | null; readonly vendor: string; readonly scopes: string[] }
  | { readonly kind: 'nobody' }

interface Parts {
  readonly deps: Deps
  readonly provider: Provider
  readonly sessions: Sessions
  readonly tokens: ModuleTokens
  readonly pairwise: Pairwise
}

async function person({ provider, sessions }: Parts, request: Request, token: string): Promise<Caller> {
  const proof = await checkProof(request, token)
  const found = await provider.AccessToken.find(token)
  if (!found?.grantId) throw new DigiOneError('SESSION_EXPIRED')
  if (found.jkt !== proof.thumbprint) throw new DigiOneError('DPOP_INVALID', 'it was made with another key than the token is bound to')
  // The token may be younger than its session's end: a log-out counts at once.
  const { session, isFresh } = await sessions.admit(found.grantId, proof.replayId, 2 * PROOF_WINDOW_S)
  if (!isFresh) throw new DigiOneError('DPOP_INVALID', 'it was used before')
  if (!session || session.personId !== found.accountId) throw new DigiOneError('SESSION_EXPIRED')
  return { kind: 'person', personId: session.personId, ways: session.ways, sessionUid: session.id, endsInS: session.endsInS }
}

async function module({ deps, sessions, tokens, pairwise }: Parts, token: string): Promise<Caller> {
  const claims = await tokens.verify(token)
  const session = await sessions.find(claims.sid)
  const personId = pairwise.unmask(claims.sub, claims.azp)
  if (!session || personId !== session.personId) throw new DigiOneError('TOKEN_INVALID', 'the log-in that it was made in has ended')
  const { contexts } = await contextsOf(deps.db, personId, session.ways, deps.config.upstreams)
  const context = contexts.find(({ id }) => id === claims.context.id)
  if (!context) throw new DigiOneError('CONTEXT_NOT_YOURS', claims.context.id)
  return { kind: 'module', module: claims.azp, scopes: claims.scope.split(' ').filter(Boolean), context, personId }
}

async function client({ deps, provider }: Parts, token: string): Promise<Caller> {
  const found = await provider.ClientCredentials.find(token)
  const vendor = found?.clientId ? await vendorClient(deps.db, found.clientId) : null
  if (!found || !vendor) throw new DigiOneError('TOKEN_INVALID', 'it is unknown or has expired')
  // A scope taken from the client since then counts at once.
  const scopes = [...found.scopes].filter((scope) => vendor.scopes.includes(scope))
  return { kind: 'client', clientId: vendor.clientId, module: vendor.module, vendor: vendor.vendor, scopes }
}

/**
 * Finds out who asks. A request without credentials is nobody's; credentials that do not hold are refused, and logged.
 *
 * @throws {DigiOneError} SESSION_EXPIRED, DPOP_INVALID, TOKEN_INVALID, CONTEXT_NOT_YOURS
 */
export function createAuthenticate(parts: Parts): (request: Request) => Promise<Caller> {
  const { log } = parts.deps
  return async (request) => {
    const authorization = request.headers.get('authorization')
    if (authorization === null) return { kind: 'nobody' }
    const [scheme = '', token = ''] = authorization.split(' ')
    try {
      if (/^dpop$/i.test(scheme)) return await person(parts, request, token)
      if (!/^bearer$/i.test(scheme) || token === '') throw new DigiOneError('TOKEN_INVALID', 'the Authorization header has a form that is not known here')
      return await (token.split('.').length === 3 ? module(parts, token) : client(parts, token))
    } catch (error) {
      if (error instanceof DigiOneError) log.warn({ event: 'request.refused', code: error.code, why: error.message }, 'Credentials did not hold.')
      throw error
    }
  }
}
