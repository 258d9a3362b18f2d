import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Configuration, Provider } from 'oidc-provider'
import type { IdentityPerson, IdentityProvider } from './create-identity.ts'
import { memoryStore } from './memory-adapter.ts'
import { choosePage, pageHeaders, sayingPage, signOutPage } from './page.ts'
import { chooseLanguage, type Language, LANGUAGES, wordsIn } from './words.ts'

const SESSION_S = 8 * 3600
const MAX_FORM_BYTES = 4096

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > MAX_FORM_BYTES) throw new Error('The form is too large.')
  }
  return new URLSearchParams(text)
}

const subjectOf = ({ claims: { sub }, login }: IdentityPerson) => (typeof sub === 'string' ? sub : login)

export interface RunningProvider {
  handle(request: IncomingMessage, response: ServerResponse): void
  close(): void
}

/** One OpenID Provider under `<origin>/<path>`. */
export function createProvider(origin: string, described: IdentityProvider): RunningProvider {
  const { path, shape, people, clients } = described
  const key = { ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: path }
  const store = memoryStore()
  const sweeping = setInterval(store.sweep, 60_000).unref()
  const bySub = new Map(people.map((person) => [subjectOf(person), person]))
  const claimNames = [...new Set(['sub', ...people.flatMap((person) => Object.keys(person.claims))])]
  const formTargets = clients.flatMap((client) => [...client.redirectUris, ...client.postLogoutRedirectUris]).map((uri) => new URL(uri).origin)
  const languageOf = (request: IncomingMessage, uiLocales?: string): Language => {
    const chosen = new URL(request.url ?? '/', origin).searchParams.get('lang')
    return chooseLanguage(
      LANGUAGES.find((language) => language === chosen),
      uiLocales,
      request.headers['accept-language'],
    )
  }

  const configuration: Configuration = {
    adapter: store.adapter,
    clients: clients.map((client) => ({
      client_id: client.id,
      client_secret: client.secret,
      redirect_uris: [...client.redirectUris],
      post_logout_redirect_uris: [...client.postLogoutRedirectUris],
      grant_types: shape.refreshTokens ? ['authorization_code', 'refresh_token'] : ['authorization_code'],
      response_types: ['code'],
      id_token_signed_response_alg: 'ES256',
      dpop_bound_access_tokens: shape.dpop,
    })),
    jwks: { keys: [key] },
    claims: { openid: claimNames },
    cookies: {
      keys: [randomBytes(32).toString('base64url')],
      names: { session: `${path}_session`, interaction: `${path}_interaction`, resume: `${path}_resume` },
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: shape.dpop },
      rpInitiatedLogout: {
        enabled: true,
        async logoutSource(ctx, form) {
          ctx.set(pageHeaders(formTargets, true))
          ctx.body = await signOutPage(described, languageOf(ctx.req, ctx.query['ui_locales']?.toString()), form)
        },
        async postLogoutSuccessSource(ctx) {
          const language = languageOf(ctx.req)
          ctx.set(pageHeaders(formTargets))
          ctx.body = await sayingPage(described, language, wordsIn(language).signedOut, wordsIn(language).signedOutText)
        },
      },
    },
    // A fixed list of people and a fixed list of clients: whoever is chosen is let through, nothing is consented to.
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ accountId: ctx.oidc.session?.accountId, clientId: ctx.oidc.client?.clientId })
      grant.addOIDCScope('openid offline_access')
      await grant.save()
      return grant
    },
    issueRefreshToken: async () => shape.refreshTokens,
    interactions: { url: (_ctx, interaction) => `/${path}/interaction/${interaction.uid}` },
    pkce: { required: () => true },
    responseTypes: ['code'],
    async findAccount(_ctx, sub) {
      const person = bySub.get(sub)
      // The id token comes back as a hint in the address of the log-out: nothing about the person belongs in it.
      return person ? { accountId: sub, claims: async (use) => (use === 'userinfo' ? { ...person.claims, sub } : { sub }) } : undefined
    },
    async renderError(ctx, out) {
      const language = languageOf(ctx.req)
      ctx.set(pageHeaders(formTargets))
      ctx.body = await sayingPage(described, language, wordsIn(language).failed, `${wordsIn(language).failedText} (${out.error})`)
    },
    ttl: { AccessToken: () => 600, AuthorizationCode: 60, Grant: SESSION_S, IdToken: 600, Interaction: 1800, RefreshToken: SESSION_S, Session: SESSION_S },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
  }
  const provider = new Provider(`${origin}/${path}`, configuration)
  // Behind a proxy that ends TLS the scheme is what the proxy says.
  provider.proxy = origin.startsWith('https:')
  const callback = provider.callback()

  async function interaction(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { params, uid } = await provider.interactionDetails(request, response)
    const language = languageOf(request, typeof params['ui_locales'] === 'string' ? params['ui_locales'] : '')
    const here = `/${path}/interaction/${uid}`
    const form = request.method === 'POST' ? await readForm(request) : null
    if (form?.has('cancel')) {
      return provider.interactionFinished(
        request,
        response,
        { error: 'access_denied', error_description: 'The person went back.' },
        { mergeWithLastSubmission: false },
      )
    }
    const person = form ? people.find(({ login }) => login === form.get('login')) : undefined
    if (person) {
      const details = await provider.interactionDetails(request, response)
      if (details.session && details.session.accountId !== subjectOf(person)) {
        // Somebody else: begins anew, instead of asking the person before to log out.
        await (await provider.Session.find(details.session.cookie))?.destroy()
        Object.assign(details, { session: undefined })
        await details.persist()
      }
      const accountId = subjectOf(person)
      return provider.interactionFinished(request, response, { login: { accountId, remember: false } }, { mergeWithLastSubmission: false })
    }
    response.writeHead(form ? 400 : 200, pageHeaders(formTargets)).end(await choosePage(described, language, here, form !== null))
  }

  return {
    handle(request, response) {
      const url = request.url ?? '/'
      if (url.startsWith(`/${path}/interaction/`)) {
        interaction(request, response).catch(async () => {
          const language = languageOf(request)
          response.writeHead(400, pageHeaders(formTargets)).end(await sayingPage(described, language, wordsIn(language).failed, wordsIn(language).failedText))
        })
        return
      }
      // The provider reads the part of the address that it is mounted at from the difference of both.
      Object.assign(request, { originalUrl: url })
      request.url = url.slice(path.length + 1) || '/'
      void callback(request, response)
    },
    close() {
      clearInterval(sweeping)
      store.clear()
    },
  }
}
