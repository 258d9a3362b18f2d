import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Text } from '@digione/contracts'
import { serveStyle } from './page.ts'
import { createProvider } from './provider.ts'

/** Somebody who can log in. No password: this is for development and demonstrations only. */
export interface IdentityPerson {
  /** Fixed name of the person, also the button's `data-login`. */
  readonly login: string
  /** Heading under which the person stands, such as "Teachers". */
  readonly group: Text
  readonly label: string
  /** Whether the page lists the person; who is not listed logs in all the same. @default true */
  readonly isListed?: boolean
  /** One line: who this is. */
  readonly detail: Text
  /** What userinfo answers, as it is. `sub` is `login` where it is absent. */
  readonly claims: Readonly<Record<string, unknown>>
}

export interface IdentityProvider {
  /** First part of its addresses: `mpassid` makes the issuer `<origin>/mpassid`. */
  readonly path: string
  readonly title: Text
  readonly about: Text
  /** Providers differ; what one of them offers is read from its discovery. */
  readonly shape: { readonly refreshTokens: boolean; readonly dpop: boolean }
  readonly clients: readonly {
    readonly id: string
    readonly secret: string
    readonly redirectUris: readonly string[]
    readonly postLogoutRedirectUris: readonly string[]
  }[]
  readonly people: readonly IdentityPerson[]
}

export interface IdentityOptions {
  /** `http://id.digione.localhost:4400` */
  readonly origin: string
  readonly providers: readonly IdentityProvider[]
}

export interface Identity {
  handle(request: IncomingMessage, response: ServerResponse): void
  close(): void
}

/** Development OpenID Providers, one for each path, with all their state in memory: a restart forgets every session. */
export function createIdentity({ origin, providers }: IdentityOptions): Identity {
  const byPath = new Map(providers.map((provider) => [provider.path, createProvider(origin, provider)]))
  return {
    handle(request, response) {
      const url = request.url ?? '/'
      if (serveStyle(url, response)) return
      const path = /^\/([^/?]+)(?=[/?]|$)/.exec(url)?.[1] ?? ''
      const provider = byPath.get(path)
      if (provider) return provider.handle(request, response)
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('There is no identity provider at this address.\n')
    },
    close() {
      for (const provider of byPath.values()) provider.close()
    },
  }
}
