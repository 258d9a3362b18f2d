import { type Configuration, interactionPolicy, type KoaContextWithOIDC, Provider } from 'oidc-provider'
import type { Deps } from '../deps.ts'
import { CLIENT_SCOPES, secretHolds, vendorClient } from '../registry/vendors.ts'
import { entriesAdapter } from './entries.ts'
import type { Sessions } from './sessions.ts'

/** The one client that persons log in with: the session vault. */
export const SHELL_CLIENT = 'digione-shell'
const ACCESS_TOKEN_S = 600
const CLIENT_TOKEN_S = 3600
const INTERACTION_S = 1800

export const COOKIES = { session: 'digione_session', interaction: 'digione_interaction', resume: 'digione_resume' } as const

/** Clients of vendors: their backends and publishing pipelines, with nothing but client credentials. */
async function clientMetadata({ db }: Deps, clientId: string) {
  const vendor = await vendorClient(db, clientId)
  return vendor
    ? {
        client_id: clientId,
        // Never compared: the registry has only a keyed hash, see `compareClientSecret` below.
        client_secret: vendor.secretHash,
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
        token_endpoint_auth_method: 'client_secret_basic' as const,
        id_token_signed_response_alg: 'ES256' as const,
        scope: vendor.scopes.join(' '),
      }
    : undefined
}

/** Asks for a log-in where the authorization server's session outlived the platform's: idled out, ended, or at its limit. */
function loginPolicy(sessions: Sessions) {
  const policy = interactionPolicy.base()
  policy.remove('consent')
  const over = new interactionPolicy.Check('session_over', 'the log-in has ended', 'login_required', async (ctx) => {
    const { oidc } = ctx
    if (oidc.result?.login || !oidc.session?.accountId) return interactionPolicy.Check.NO_NEED_TO_PROMPT
    const alive = await sessions.find(oidc.session.grantIdFor(SHELL_CLIENT))
    return alive ? interactionPolicy.Check.NO_NEED_TO_PROMPT : interactionPolicy.Check.REQUEST_PROMPT
  })
  policy.get('login')?.checks.add(over)
  return policy
}

export interface ErrorPage {
  (ctx: KoaContextWithOIDC, error: string): Promise<void>
}

/** The platform's own authorization server. What it refuses is logged. */
export function createProvider(deps: Deps, sessions: Sessions, errorPage: ErrorPage): Provider {
  const { config, secrets, db, log } = deps
  const { session, shell } = config.origins
  const isSecure = session.startsWith('https:')
  const cookie = { httpOnly: true, sameSite: 'lax', secure: isSecure, signed: true } as const

  const configuration: Configuration = {
    adapter: entriesAdapter(db, (clientId) => clientMetadata(deps, clientId)),
    clients: [
      {
        client_id: SHELL_CLIENT,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [`${session}/cb`, `${session}/silent`],
        post_logout_redirect_uris: [],
        dpop_bound_access_tokens: true,
        id_token_signed_response_alg: 'ES256' as const,
        scope: 'openid',
      },
    ],
    jwks: { keys: secrets.jwks.keys.map((key) => ({ ...key, alg: 'ES256', use: 'sig' })) },
    cookies: { keys: secrets.cookieKeys, names: COOKIES, long: cookie, short: cookie },
    scopes: ['openid', ...CLIENT_SCOPES],
    claims: { openid: ['sub'] },
    extraParams: ['digione_provider'],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      // A proof with a server-given nonce holds whatever the device's clock says.
      dPoP: { enabled: true, nonceSecret: Buffer.from(secrets.keyHash, 'base64') },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
    },
    responseTypes: ['code'],
    pkce: { required: () => true },
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post'],
    enabledJWA: { idTokenSigningAlgValues: ['ES256'], dPoPSigningAlgValues: ['ES256'] },
    interactions: { policy: loginPolicy(sessions), url: (_ctx, interaction) => `/oidc/interaction/${interaction.uid}` },
    async loadExistingGrant(ctx) {
      const chosen = ctx.oidc.result?.consent?.grantId ?? ctx.oidc.session?.grantIdFor(SHELL_CLIENT)
      const found = chosen === undefined ? undefined : await ctx.oidc.provider.Grant.find(chosen)
      const login = await sessions.find(chosen)
      if (found || !login || ctx.oidc.session?.accountId !== login.personId) return found
      // One tab's replayed refresh token ended the grant; the person's session, which the cookie proves, goes on.
      const grant = new ctx.oidc.provider.Grant({ accountId: login.personId, clientId: SHELL_CLIENT })
      Object.assign(grant, { jti: login.id })
      grant.addOIDCScope('openid')
      await grant.save()
      return grant
    },
    async findAccount(_ctx, sub, token) {
      // A code or refresh token outlives no session.
      const grantId = token && 'grantId' in token ? token.grantId : undefined
      if (token && 'grantId' in token && !(await sessions.find(grantId))) return undefined
      return { accountId: sub, claims: async () => ({ sub }) }
    },
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    expiresWithSession: async () => false,
    ttl: {
      AccessToken: () => ACCESS_TOKEN_S,
      AuthorizationCode: 60,
      ClientCredentials: () => CLIENT_TOKEN_S,
      Grant: config.sessions.absoluteS,
      IdToken: ACCESS_TOKEN_S,
      Interaction: INTERACTION_S,
      RefreshToken: config.sessions.absoluteS,
      Session: config.sessions.absoluteS,
    },
    // The vault's own requests carry an Origin too; nobody else's page may ask.
    clientBasedCORS: (_ctx, origin) => origin === session,
    async renderError(ctx, out) {
      await errorPage(ctx, out.error)
    },
  }
  const provider = new Provider(`${session}/oidc`, configuration)
  provider.proxy = true
  const { Client } = provider as unknown as { Client: { prototype: { clientId: string; compareClientSecret(actual: string): Promise<boolean> } } }
  Client.prototype.compareClientSecret = async function compareClientSecret(actual) {
    const vendor = await vendorClient(db, this.clientId)
    return vendor !== null && secretHolds(secrets.keyHash, vendor, actual)
  }
  const refused = (event: string) => (_ctx: unknown, error: Error & { error?: string; error_description?: string }) =>
    log.warn({ event, error: error.error ?? error.name, why: error.error_description ?? error.message }, 'The authorization server refused a request.')
  provider.on('authorization.error', refused('authorization.refused'))
  provider.on('grant.error', refused('grant.refused'))
  provider.on('server_error', (_ctx: unknown, error: Error) => log.error({ event: 'authorization.failed', err: error }, 'The authorization server failed.'))
  log.debug({ issuer: provider.issuer, shell }, 'The authorization server is ready.')
  return provider
}
