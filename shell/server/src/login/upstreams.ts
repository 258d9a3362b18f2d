import { isIP } from 'node:net'
import { DigiOneError, parseMpassidRoles } from '@digione/contracts'
import * as client from 'openid-client'
import { z } from 'zod'
import type { Upstream } from '../config.ts'

/** What has to be remembered between sending a person upstream and the answer. */
export const UpstreamRequest = z.object({
  upstream: z.string(),
  interaction: z.string(),
  /** The session origin of the door that the person came in by, where the log-in goes on. */
  session: z.string(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
})
export type UpstreamRequest = z.infer<typeof UpstreamRequest>

/** Whom an upstream provider told of. */
export interface UpstreamIdentity {
  readonly subject: string
  readonly keys: readonly { readonly scheme: string; readonly value: string }[]
  readonly idToken: string | null
  /** How many of the provider's own role values were readable. The roster decides what a person is, not these. */
  readonly roles: number
}

export type UpstreamAnswer =
  | { readonly kind: 'identity'; readonly identity: UpstreamIdentity }
  /** Claims that were absent, by name. */
  | { readonly kind: 'missing'; readonly claims: string[] }

const isLoopback = ({ protocol, hostname }: URL) =>
  protocol === 'http:' &&
  (hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || (isIP(hostname) === 4 && hostname.startsWith('127.')))

const textClaim = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : typeof value === 'number' ? String(value) : null)

/** Reads the configured claims. Required are the subject and every key by which the roster knows people. */
export function readClaims({ claims }: Upstream, userinfo: Readonly<Record<string, unknown>>, idToken: string | null): UpstreamAnswer {
  const subject = textClaim(userinfo[claims.subject])
  const keys = claims.personKeys.map(({ scheme, claim }) => ({ scheme, claim, value: textClaim(userinfo[claim]) }))
  const missing = [...(subject === null ? [claims.subject] : []), ...keys.filter(({ value }) => value === null).map(({ claim }) => claim)]
  if (subject === null || missing.length > 0) return { kind: 'missing', claims: [...new Set(missing)] }
  const roles = claims.roles === undefined ? 0 : parseMpassidRoles(userinfo[claims.roles]).length
  return { kind: 'identity', identity: { subject, keys: keys.map(({ scheme, value }) => ({ scheme, value: value ?? '' })), idToken, roles } }
}

/** A provider that answered this long ago is asked again before somebody is sent there: a browser's own error page helps nobody. */
const ANSWERED_MS = 10_000

/** Ways in through other OpenID Providers, of which the platform is a confidential client. */
export function createUpstreams(upstreams: readonly Upstream[], sessionOrigin: string) {
  const discovered = new Map<string, { readonly at: number; readonly found: Promise<client.Configuration> }>()

  function discover(upstream: Upstream, within = Infinity): Promise<client.Configuration> {
    const known = discovered.get(upstream.id)
    if (known && Date.now() - known.at < within) return known.found
    const issuer = new URL(upstream.issuer)
    const found = client.discovery(issuer, upstream.clientId, undefined, client.ClientSecretBasic(upstream.clientSecret), {
      // Plain http only where no wire is involved.
      ...(isLoopback(issuer) ? { execute: [client.allowInsecureRequests] } : {}),
      timeout: 10,
    })
    discovered.set(upstream.id, { at: Date.now(), found })
    // A provider that was down is asked again.
    found.catch(() => discovered.delete(upstream.id))
    return found
  }
  const callbackOf = (id: string) => `${sessionOrigin}/oidc/upstream/${id}/callback`
  const byId = (id: string) => upstreams.find((upstream) => upstream.id === id)

  return {
    all: upstreams,
    byId,
    /**
     * Begins a log-in upstream.
     * @param again Whether the provider is to ask who it is even if it knows: after a refusal, and for a further way.
     * @throws {DigiOneError} NOT_READY where the provider does not answer.
     */
    async begin(
      upstream: Upstream,
      { interaction, session }: Pick<UpstreamRequest, 'interaction' | 'session'>,
      locale: string,
      again: boolean,
    ): Promise<{ request: UpstreamRequest; url: URL }> {
      const config = await discover(upstream, ANSWERED_MS).catch((cause: unknown) => {
        throw new DigiOneError('NOT_READY', upstream.issuer, { cause })
      })
      const request = {
        upstream: upstream.id,
        interaction,
        session,
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      }
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: callbackOf(upstream.id),
        scope: upstream.scope,
        state: request.state,
        nonce: request.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(request.verifier),
        code_challenge_method: 'S256',
        ui_locales: locale,
        ...(again ? { prompt: 'login' } : {}),
      })
      return { request, url }
    },
    /** Exchanges the code and reads userinfo, here, where no browser can change it. @throws Whatever a provider may answer wrongly. */
    async finish(upstream: Upstream, request: UpstreamRequest, query: URLSearchParams): Promise<UpstreamAnswer> {
      const config = await discover(upstream)
      // Where a provider binds tokens to a key, one is made for this log-in alone.
      const DPoP = config.serverMetadata().dpop_signing_alg_values_supported?.includes('ES256')
        ? client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'))
        : undefined
      const url = new URL(callbackOf(upstream.id))
      url.search = query.toString()
      const checks = { expectedState: request.state, expectedNonce: request.nonce, pkceCodeVerifier: request.verifier, idTokenExpected: true }
      const tokens = await client.authorizationCodeGrant(config, url, checks, undefined, DPoP ? { DPoP } : {})
      const sub = tokens.claims()?.sub ?? ''
      const userinfo = await client.fetchUserInfo(config, tokens.access_token, sub, DPoP ? { DPoP } : {})
      return readClaims(upstream, userinfo, tokens.id_token ?? null)
    },
    /** Where the browser goes to end the session upstream; `null` where the provider has no such thing. */
    async endUrl(id: string, idToken: string | null, state: string): Promise<string | null> {
      const upstream = byId(id)
      const config = upstream && (await discover(upstream).catch(() => null))
      const endpoint = config?.serverMetadata().end_session_endpoint
      if (!upstream || !endpoint) return null
      const url = new URL(endpoint)
      if (idToken) url.searchParams.set('id_token_hint', idToken)
      url.searchParams.set('client_id', upstream.clientId)
      url.searchParams.set('post_logout_redirect_uri', `${sessionOrigin}/oidc/upstream/${id}/signed-out`)
      url.searchParams.set('state', state)
      return url.href
    },
  }
}
export type Upstreams = ReturnType<typeof createUpstreams>
