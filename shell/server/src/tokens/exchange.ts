import {
  askedFirst,
  type Context,
  DigiOneError,
  ModuleId,
  MunicipalitySlug,
  type MountedManifest,
  type NamedRequest,
  type StartHint,
  type User,
} from '@digione/contracts'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { modulesOnEach, releasesOn, startReleases } from '../entitlements/store.ts'
import type { Caller } from '../login/authenticate.ts'
import { OTHER } from '../metrics.ts'
import { bindingsIn, isPublished } from '../registry/store.ts'
import { contextsOf, type RosterPerson } from '../roster/store.ts'
import { contextClaim, MODULE_TOKEN_S, type ModuleTokens } from './module-tokens.ts'
import type { Pairwise } from './pairwise.ts'

export const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'

/** RFC 8693 §2.1. The subject's token is the one in the Authorization header: it is bound to a key and not sent twice. */
export const ExchangeRequest = z.object({
  grant_type: z.literal(TOKEN_EXCHANGE),
  audience: z.string().regex(/^[a-z][a-z0-9.-]*:[a-z][a-z0-9-]*$/, 'must be "<module>:<api>"'),
  context: z.string().min(1).max(200),
})
/** Pages that are about to be opened, or may be: modules by comma, in one context or in each that they could open with. */
export const PageRequest = z.object({
  municipality: MunicipalitySlug,
  module: z
    .string()
    .max(2000)
    .transform((names) => names.split(','))
    .pipe(z.array(ModuleId).min(1).max(40)),
  context: z.string().min(1).max(200).optional(),
  /** Of one module that is being opened, below its base: what its page asks first there is told with the tokens. */
  address: z
    .string()
    .max(2000)
    .startsWith('/')
    .refine((address) => URL.canParse(address, 'https://module.invalid'))
    .optional(),
})
export const MountRequest = z.object({ module: ModuleId, context: z.string().min(1).max(200) })

const CONTEXT_ID = /^[\w-]{22}$/

type Person = Extract<Caller, { kind: 'person' }>
type Bindings = Awaited<ReturnType<typeof bindingsIn>>

export interface Mounted {
  readonly user: User
  /** With the module's own identifiers. */
  readonly context: Context
}
export interface Exchanged extends Mounted {
  readonly access_token: string
  readonly issued_token_type: 'urn:ietf:params:oauth:token-type:access_token'
  readonly token_type: 'Bearer'
  readonly expires_in: number
  /** Where the API is: an origin, perhaps with a path, without a slash at the end. */
  readonly base: string
}

/** A token that is given ahead of the first request that needs it. */
export type PageToken = Pick<Exchanged, 'access_token' | 'expires_in' | 'base'> & { readonly module: string; readonly api: string; readonly context: string }

/** What a page asks first in one context, as its manifest names it. */
export type PageFirst = NamedRequest & { readonly context: string }

/** A guardian of more children than this asks for the others' tokens when their page is opened. */
const CONTEXTS_AHEAD = 4

/** The context as one module sees it: its learner under the module's own identifier. */
export function contextFor(context: Context, module: string, pairwise: Pairwise): Context {
  return { ...context, learner: context.learner && { ...context.learner, id: pairwise.mask(context.learner.id, module) } }
}

export function createExchange({ db, config, log, metrics }: Deps, tokens: ModuleTokens, pairwise: Pairwise) {
  /** The person, and what they may mount: the contexts that this log-in opens. */
  async function own(caller: Person): Promise<{ person: RosterPerson; contexts: Context[]; versions: Record<string, number> }> {
    const { person, contexts, municipalities } = await contextsOf(db, caller.personId, caller.ways, config.upstreams)
    if (!person) throw new DigiOneError('SESSION_EXPIRED')
    return { person, contexts, versions: Object.fromEntries([...municipalities].map(([slug, { version }]) => [slug, version])) }
  }

  const mountedAs = ({ id, callingName, familyName }: RosterPerson, context: Context, module: string): Mounted => ({
    user: { id: pairwise.mask(id, module), name: `${callingName} ${familyName}`, givenName: callingName },
    context: contextFor(context, module, pairwise),
  })

  /** What a person may mount: checks the context, the way in that opens it, and that the module is on there. */
  async function admit(caller: Person, module: string, contextId: string) {
    const { person, contexts, versions } = await own(caller)
    const context = contexts.find(({ id }) => id === contextId)
    if (!context) throw new DigiOneError('CONTEXT_NOT_YOURS', contextId)
    const on = (await releasesOn(db, context, caller.personId, Date.now(), versions[context.municipality])).find((one) => one.module === module)
    if (!on) throw new DigiOneError('MODULE_NOT_ON', module)
    return { on, context, mounted: mountedAs(person, context, module) }
  }

  async function manifestOf(releaseId: string, module: string, api: string): Promise<MountedManifest> {
    const manifest = (await startReleases(db, [releaseId]))[releaseId]?.manifest
    if (!manifest || manifest.isolation === 'link' || !manifest.apis[api]) throw new DigiOneError('API_NOT_DECLARED', module, api)
    return manifest
  }

  /** Where an API is, and for whom a token to it is meant. */
  function addressOf(manifest: MountedManifest, api: string, municipality: string, bindings: Bindings): { base: string; audience: string } {
    if (manifest.apis[api]?.platform) return { base: `${config.origins.session}/api`, audience: tokens.platformAudience }
    const bound = bindings(manifest.id, api)
    if (!bound) throw new DigiOneError('API_NOT_BOUND', manifest.id, api, municipality)
    return { base: bound.origin, audience: bound.origin }
  }

  /** Signs the token of one mount for one of its APIs. */
  async function issue(caller: Person, manifest: MountedManifest, api: string, mounted: Mounted, bindings: Bindings) {
    const address = addressOf(manifest, api, mounted.context.municipality, bindings)
    const scope = manifest.scopes.map(({ id }) => id).join(' ')
    const claims = { sub: mounted.user.id, azp: manifest.id, scope, context: contextClaim(mounted.context) }
    const isPlatform = address.audience === tokens.platformAudience
    const access_token = await tokens.sign({ ...claims, ...(isPlatform ? { sid: caller.sessionUid } : {}) }, address.audience)
    return { access_token, expires_in: MODULE_TOKEN_S, base: address.base }
  }

  async function logged<T>(caller: Person, module: string, contextId: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run()
    } catch (error) {
      if (error instanceof DigiOneError)
        // Of what the caller wrote, only what has the form of an identifier of ours.
        log.warn(
          {
            event: 'token.refused',
            code: error.code,
            module: (await isPublished(db, module)) ? module : OTHER,
            context: CONTEXT_ID.test(contextId) ? contextId : OTHER,
            person: pairwise.mask(caller.personId, 'log'),
          },
          'A token was refused.',
        )
      throw error
    }
  }

  return {
    /** @throws {DigiOneError} CONTEXT_NOT_YOURS, MODULE_NOT_ON */
    mount: (caller: Person, { module, context }: z.infer<typeof MountRequest>): Promise<Mounted> =>
      logged(caller, module, context, async () => (await admit(caller, module, context)).mounted),
    /**
     * Exchanges a person's session for a token that one module sends to one of its APIs, in one context.
     *
     * Scopes are those that the release declares: a municipality approves them when it switches the module on.
     * @throws {DigiOneError} CONTEXT_NOT_YOURS, MODULE_NOT_ON, API_NOT_DECLARED, API_NOT_BOUND
     */
    exchange(caller: Person, { audience, context: contextId }: z.infer<typeof ExchangeRequest>): Promise<Exchanged> {
      const [module = '', api = ''] = audience.split(':')
      // Named only once they are known to be there.
      const labels = { module: OTHER, municipality: OTHER }
      const count = (outcome: string) => metrics.tokenExchanges.inc({ ...labels, outcome })
      const exchanged = logged(caller, module, contextId, async (): Promise<Exchanged> => {
        const { on, context, mounted } = await admit(caller, module, contextId)
        Object.assign(labels, { module, municipality: context.municipality })
        const manifest = await manifestOf(on.id, module, api)
        return {
          ...(await issue(caller, manifest, api, mounted, await bindingsIn(db, [module], context.municipality))),
          issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
          token_type: 'Bearer',
          ...mounted,
        }
      })
      exchanged.then(
        () => count('issued'),
        (error: unknown) => count(error instanceof DigiOneError ? error.code : 'INTERNAL'),
      )
      return exchanged
    },
    /**
     * The tokens that modules' pages are going to ask for, in every context that they could be opened with, in one answer.
     *
     * Given ahead, so nothing is refused: what is not on, or has no address, has no token here.
     * @param at The position last worked in, whose context comes first.
     */
    async forPage(
      caller: Person,
      { municipality, module: modules, context: only, address }: z.infer<typeof PageRequest>,
      at?: StartHint['at'][number],
    ): Promise<{ tokens: PageToken[]; first: PageFirst[] }> {
      const { person, contexts, versions } = await own(caller)
      const isLast = ({ municipality: where, role }: Context) => Number(where === at?.municipality && role === at.role)
      const there = contexts
        .filter(({ id, municipality: where }) => where === municipality && (only === undefined || id === only))
        .toSorted((a, b) => isLast(b) - isLast(a))
        .slice(0, CONTEXTS_AHEAD)
      const on = await modulesOnEach(db, there, caller.personId, Date.now(), versions)
      const open = there.flatMap((context, at) => (on[at] ?? []).filter(({ module }) => modules.includes(module)).map((one) => ({ ...one, context })))
      const releases = await startReleases(db, [...new Set(open.map(({ release }) => release))])
      const bindings = await bindingsIn(db, modules, municipality)
      const issued = open.flatMap(({ context, module, release }) => {
        const manifest = releases[release]?.manifest
        if (!manifest || manifest.isolation === 'link') return []
        return Object.keys(manifest.apis).map(async (api) => {
          const token = await issue(caller, manifest, api, mountedAs(person, context, module), bindings).catch((error: unknown) => {
            if (error instanceof DigiOneError && error.code === 'API_NOT_BOUND') return null
            throw error
          })
          if (token) metrics.tokenExchanges.inc({ module, municipality, outcome: 'issued' })
          return token && { ...token, module, api, context: context.id }
        })
      })
      const now = new Date()
      const first = open.flatMap(({ context, module, release }) => {
        const manifest = releases[release]?.manifest
        if (address === undefined || !manifest || manifest.isolation === 'link') return []
        const { role, learner } = contextFor(context, module, pairwise)
        const asked = askedFirst(manifest.paths, address, { role, learner: learner?.id ?? null, now })
        return asked.map(({ api, path }) => ({ context: context.id, api, path }))
      })
      return { tokens: (await Promise.all(issued)).filter((token) => token !== null), first }
    },
  }
}
export type Exchange = ReturnType<typeof createExchange>
