import { createHash, randomBytes } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose'

const MAX_HOPS = 25

interface Cookie {
  readonly value: string
  readonly path: string
}

export interface Page {
  readonly url: URL
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/**
 * A browser without scripts: cookies by host and path, redirects followed by hand, a DPoP key of its own.
 * @param always Headers of every request to the platform, such as what a proxy in front would add.
 */
export async function openBrowser(session: string, always: Readonly<Record<string, string>> = {}) {
  const jars = new Map<string, Map<string, Cookie>>()
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const jwk = await exportJWK(publicKey)

  function keep(url: URL, response: Response): void {
    const jar = jars.get(url.host) ?? new Map<string, Cookie>()
    jars.set(url.host, jar)
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
      const name = pair.slice(0, pair.indexOf('='))
      const value = pair.slice(pair.indexOf('=') + 1)
      const path = attributes.find((one) => /^path=/i.test(one))?.slice(5) ?? '/'
      const key = `${name} ${path}`
      if (value === '' || attributes.some((one) => /^expires=thu, 01 jan 1970/i.test(one))) jar.delete(key)
      else jar.set(key, { value, path })
    }
  }
  const cookies = (url: URL) =>
    [...(jars.get(url.host) ?? [])]
      .filter(([, { path }]) => url.pathname.startsWith(path))
      .map(([key, { value }]) => `${key.split(' ')[0]}=${value}`)
      .join('; ')

  async function step(url: URL, init: RequestInit): Promise<Response> {
    const headers = new Headers({ ...always, ...Object.fromEntries(new Headers(init.headers)) })
    const own = cookies(url)
    if (own) headers.set('cookie', own)
    if (!headers.has('accept')) headers.set('accept', 'text/html')
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    keep(url, response)
    return response
  }

  /** Goes to an address and wherever it leads, up to a page or to one of the vault's own addresses. */
  async function go(address: string | URL, init: RequestInit = {}): Promise<Page> {
    let url = new URL(address)
    let next = init
    for (let hop = 0; hop < MAX_HOPS; hop += 1) {
      const response = await step(url, next)
      const location = response.headers.get('location')
      if (!location) return { url, status: response.status, headers: response.headers, text: await response.text() }
      url = new URL(location, url)
      next = {}
      if (url.origin === session && (url.pathname === '/cb' || url.pathname === '/silent')) return { url, status: 303, headers: response.headers, text: '' }
    }
    throw new Error(`Too many redirects, the last to ${url.pathname}.`)
  }

  async function prove(method: string, address: string, token?: string, { iat, ...more }: { iat?: number; nonce?: string } = {}): Promise<string> {
    const { origin, pathname } = new URL(address)
    return new SignJWT({
      htm: method,
      htu: origin + pathname,
      jti: randomBytes(12).toString('hex'),
      ...(token ? { ath: createHash('sha256').update(token).digest('base64url') } : {}),
      ...more,
    })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
      .setIssuedAt(iat)
      .sign(privateKey)
  }

  let verifier = ''
  async function authorizationUrl(more: Record<string, string> = {}): Promise<URL> {
    verifier = randomBytes(32).toString('base64url')
    const url = new URL(`${session}/oidc/auth`)
    url.search = new URLSearchParams({
      client_id: 'digione-shell',
      response_type: 'code',
      redirect_uri: `${session}/cb`,
      scope: 'openid',
      state: 'state',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      dpop_jkt: await calculateJwkThumbprint(jwk),
      ...more,
    }).toString()
    return url
  }

  async function token(form: Record<string, string>): Promise<{ status: number; body: Record<string, unknown> }> {
    const address = `${session}/oidc/token`
    const send = async (nonce?: string) =>
      fetch(address, {
        method: 'POST',
        body: new URLSearchParams({ client_id: 'digione-shell', ...form }),
        headers: { ...always, dpop: await prove('POST', address, undefined, nonce ? { nonce } : {}) },
      })
    let response = await send()
    const nonce = response.headers.get('dpop-nonce')
    if (response.status === 400 && nonce) response = await send(nonce)
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }

  return {
    go,
    /** A cookie for every path, from whichever host. */
    cookie: (name: string) => [...jars.values()].map((jar) => jar.get(`${name} /`)?.value).find((value) => value !== undefined) ?? '',
    prove,
    token,
    authorizationUrl,
    /** Begins a log-in: the page that one arrives at. */
    begin: async (more: Record<string, string> = {}) => go(await authorizationUrl(more)),
    /** Takes the code that a page's address carries to the token endpoint. */
    async redeem({ url }: Page, redirect = `${session}/cb`) {
      return token({ grant_type: 'authorization_code', code: url.searchParams.get('code') ?? '', redirect_uri: redirect, code_verifier: verifier })
    },
    /** Chooses somebody on the development provider's page. */
    choose: (page: Page, login: string) => go(page.url, { method: 'POST', body: new URLSearchParams({ login }) }),
    /** Asks the platform with a token. */
    async ask(accessToken: string, path: string, init: RequestInit = {}) {
      const method = init.method ?? 'GET'
      const headers = new Headers({ ...always, ...Object.fromEntries(new Headers(init.headers)) })
      headers.set('authorization', `DPoP ${accessToken}`)
      if (!headers.has('dpop')) headers.set('dpop', await prove(method, session + path, accessToken))
      const response = await fetch(session + path, { ...init, headers })
      const text = await response.text()
      return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : null) as Record<string, never> }
    },
    /** Posts as the vault's log-out page does. */
    signOut: () =>
      step(new URL(`${session}/oidc/sign-out`), { method: 'POST', headers: { 'content-type': 'application/json', origin: session }, body: '{"return":"/"}' }),
  }
}
export type Browser = Awaited<ReturnType<typeof openBrowser>>
