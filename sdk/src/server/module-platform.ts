import { DigiOneError } from '@digione/contracts'
import { clientToken } from './client-token.ts'
import { cors } from './cors.ts'
import { discover } from './discover.ts'
import { publishEvent } from './events.ts'
import type { EventToPublish } from './events.ts'
import { createRoster } from './roster.ts'
import type { Roster } from './roster.ts'
import { createVerifier } from './verify.ts'
import type { ModuleCaller } from './verify.ts'

export interface ModulePlatformOptions {
  /** Address of the platform. @default DIGIONE_PLATFORM */
  readonly platform?: string
  /** The module's id. @default DIGIONE_MODULE */
  readonly module?: string
  /** @default DIGIONE_CLIENT_ID */
  readonly clientId?: string
  /** @default DIGIONE_CLIENT_SECRET */
  readonly clientSecret?: string
  /** This backend's own origin, to which its tokens are issued. @default DIGIONE_AUDIENCE */
  readonly audience?: string
  /** How long roster answers are kept, in seconds; at most 60. @default 60 */
  readonly rosterCacheS?: number
}

/** What a module's backend has of the platform. */
export interface ModulePlatform {
  /**
   * Who calls, from the request's module token. Deny whatever `context` does not cover.
   * @throws {DigiOneError} TOKEN_INVALID, or PLATFORM_UNREACHABLE where the platform's keys cannot be read.
   */
  verify(request: Request): Promise<ModuleCaller>
  /** Answers a browser's preflight and lets the platform's session page, alone, read the answers of `handle`. */
  cors(request: Request, handle: () => Response | Promise<Response>): Promise<Response>
  readonly roster: Roster
  /** Tells a fact; its type must be listed under `publishes` in digione.json. */
  publish(event: EventToPublish): Promise<void>
}

const SCOPES = { roster: 'https://purl.imsglobal.org/spec/or/v1p2/scope/roster-core.readonly', events: 'events.publish' } as const
const ROSTER_PATH = '/ims/oneroster/rostering/v1p2'

/**
 * Connects a module's backend to the platform. Nothing is asked for until it is needed, so the backend starts while the
 * platform is away.
 *
 * @example
 * const platform = modulePlatform()
 * const caller = await platform.verify(request)
 */
export function modulePlatform(options: ModulePlatformOptions = {}): ModulePlatform {
  const address = setting('DIGIONE_PLATFORM', options.platform)
  const module = setting('DIGIONE_MODULE', options.module)
  const audience = setting('DIGIONE_AUDIENCE', options.audience)
  const clientId = setting('DIGIONE_CLIENT_ID', options.clientId)
  const clientSecret = setting('DIGIONE_CLIENT_SECRET', options.clientSecret)

  const connected = settled(async () => {
    const facts = await discover(address)
    return {
      shell: new URL(facts.shell).origin,
      sessions: [facts.session ?? facts.issuer, ...facts.developers.map((shell) => shell.replace('//', '//session.'))].map((url) => new URL(url).origin),
      verifier: createVerifier(facts, module, audience),
      rosterToken: clientToken({ facts, clientId, clientSecret, scope: SCOPES.roster }),
      eventsToken: clientToken({ facts, clientId, clientSecret, scope: SCOPES.events }),
    }
  })

  return {
    verify: async (request) => (await connected()).verifier.verify(request),
    cors: async (request, handle) => cors(request, (await connected()).sessions, handle),
    roster: createRoster({
      base: async () => (await connected()).shell + ROSTER_PATH,
      token: async () => (await connected()).rosterToken(),
      cacheMs: (options.rosterCacheS ?? 60) * 1000,
    }),
    publish: async (event) => {
      const { shell, eventsToken } = await connected()
      await publishEvent(event, module, shell, eventsToken)
    },
  }
}

/** Runs once for all who ask; again after a failure. */
function settled<T>(run: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | null = null
  return () => {
    result ??= run().catch((error: unknown) => {
      result = null
      throw error
    })
    return result
  }
}

function setting(variable: string, value: string | undefined): string {
  const found = value ?? process.env[variable]
  if (!found) throw new DigiOneError('CONFIGURATION_INVALID', variable, 'it is missing')
  return found
}
