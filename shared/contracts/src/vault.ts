import type { Problem } from './errors.ts'
import type { LiveMessage, Me } from './start.ts'

/**
 * What crosses the port between the shell and the session vault.
 *
 * The vault performs requests and gives answers; no token crosses. Every request has an `id` that its answers repeat.
 */
export type VaultRequest =
  /** Who is logged in. `silent` tries the authorization server's own session where this tab has none. */
  | { readonly id: number; readonly kind: 'me'; readonly silent: boolean }
  /** A request to the platform's own API, by path: `/api/reports`. Only paths that the shell itself needs are taken. */
  | { readonly id: number; readonly kind: 'platform'; readonly request: CarriedRequest }
  /**
   * Opens a channel for one mount, bound to a module and a context: from now on `port`, transferred along, takes `ChannelRequest`.
   * `address`: of the page below the module's base, query included; `null` where it is no page.
   */
  | {
      readonly id: number
      readonly kind: 'channel'
      readonly module: string
      readonly context: string
      readonly address: string | null
      readonly port: unknown
    }
  /** The page of a module at an address is about to be mounted, and is going to ask these of its APIs; `first` is what its manifest names. */
  | {
      readonly id: number
      readonly kind: 'prepare'
      readonly module: string
      readonly apis: readonly string[]
      readonly context: string
      readonly address: string
      readonly first: readonly NamedRequest[]
    }
  /** The person may open one of these modules next, in that context of that municipality; `first` means nothing to anybody where they do not. */
  | {
      readonly id: number
      readonly kind: 'expect'
      readonly municipality: string
      readonly context: string
      readonly modules: readonly string[]
      readonly first: readonly (NamedRequest & { readonly module: string })[]
    }
  /** What the tokens at hand for modules are for; answered with `TokenFacts[]`. */
  | { readonly id: number; readonly kind: 'tokens' }
  /** Has this tab ask for a release of a module in place of the one that is on; `null`: no more. What comes of it, `me` tells. */
  | { readonly id: number; readonly kind: 'override'; readonly module: string; readonly release: string | null }
  /** Starts the live stream; messages arrive as `VaultEvent`s. */
  | { readonly id: number; readonly kind: 'live' }
  /** The person did something: keeps the log-in from ending for idleness. */
  | { readonly id: number; readonly kind: 'active' }
  | { readonly id: number; readonly kind: 'abort'; readonly target: number }

/** What a mount's own channel takes. */
export type ChannelRequest =
  /** A request to one of the manifest's APIs by logical name, `api` and the path below its binding. */
  | { readonly id: number; readonly kind: 'fetch'; readonly api: string; readonly request: CarriedRequest }
  | { readonly id: number; readonly kind: 'file-url'; readonly api: string; readonly path: string }
  | { readonly id: number; readonly kind: 'draft-get' | 'draft-delete'; readonly key: string }
  | { readonly id: number; readonly kind: 'draft-set'; readonly key: string; readonly value: string }
  | { readonly id: number; readonly kind: 'abort'; readonly target: number }

/** A `GET` to one of a manifest's APIs, by logical name and the path below its binding. */
export interface NamedRequest {
  readonly api: string
  readonly path: string
}

export interface CarriedRequest {
  /** Path, query included, below the API's binding; starts with `/`. */
  readonly path: string
  readonly method: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: ArrayBuffer | null
}

export interface CarriedResponse {
  readonly status: number
  readonly statusText: string
  readonly headers: readonly (readonly [string, string])[]
  /** A transferred stream, or `null` for answers that have no body. */
  readonly body: unknown
}

/** What a module's token is for. The token itself stays in the vault. */
export interface TokenFacts {
  readonly module: string
  readonly api: string
  readonly context: string
  /** The municipality's binding of the API. */
  readonly audience: string
  /** Separated by spaces. */
  readonly scope: string
  /** When it is not used any more, in ms since the epoch. */
  readonly expiresAt: number
}

/** The answer to one request. `value` is a `Me | null`, a `CarriedResponse`, a string or nothing, by kind. */
export type VaultAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly problem: Problem }

/** What the vault tells unasked. */
export type VaultEvent =
  | { readonly event: 'live'; readonly message: LiveMessage }
  /** The stream's state: `polling` where streams are blocked. After a gap the shell asks `me` anew. */
  | { readonly event: 'stream'; readonly state: 'open' | 'polling' | 'down' }
  /** The log-in ended: logged out in any tab, or expired. */
  | { readonly event: 'ended'; readonly why: 'logged-out' | 'expired' }
  /** Another tab logged in; as the same person or as another. */
  | { readonly event: 'signed-in'; readonly samePerson: boolean }
  /** The log-in ends soon for idleness. */
  | { readonly event: 'expiring'; readonly inS: number }

/**
 * Who is logged in; `null` for nobody. `asOf`: the platform does not answer, and this is what it said at that time, in ms since the
 * epoch.
 */
export type VaultMe = (Me & { readonly asOf?: number }) | null
