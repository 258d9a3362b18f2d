import { type Context, DigiOneError, ModuleId, type PageManifest, type User } from '@digione/contracts'
import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { modulesOn } from '../entitlements/store.ts'
import type { Caller } from '../login/authenticate.ts'
import { binding, release } from '../registry/store.ts'
import { contextsOf, personById } from '../roster/store.ts'
import { contextClaim, MODULE_TOKEN_S, type ModuleTokens } from './module-tokens.ts'
import type { Pairwise } from './pairwise.ts'

export const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'

/** RFC 8693 §2.1. The subject's token is the one in the Authorization header: it is bound to a key and not sent twice. */
export const ExchangeRequest = z.object({
  grant_type: z.literal(TOKEN_EXCHANGE),
  audience: z.string().regex(/^[a-z][a-z0-9.-]*:[a-z][a-z0-9-]*$/, 'must be "<module>:<api>"'),
  context: z.string().min(1).max(200),
})
export const MountRequest = z.object({ module: ModuleId, context: z.string().min(1).max(200) })

type Person = Extract<Caller, { kind: 'person' }>

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

/** The context as one module sees it: its learner under the module's own identifier. */
export function contextFor(context: Context, module: string, pairwise: Pairwise): Context {
  return { ...context, learner: context.learner && { ...context.learner, id: pairwise.mask(context.learner.id, module) } }
}

export function createExchange({ db, config, log }: Deps, tokens: ModuleTokens, pairwise: Pairwise) {
  /** What a person may mount: checks the context, the way in that opens it, and that the module is on there. */
  async function admit(caller: Person, module: string, contextId: string) {
    const { contexts } = await contextsOf(db, caller.personId, caller.ways, config.upstreams)
    const context = contexts.find(({ id }) => id === contextId)
    if (!context) throw new DigiOneError('CONTEXT_NOT_YOURS', contextId)
    const on = (await modulesOn(db, context, caller.personId, Date.now())).find((one) => one.module === module)
    if (!on) throw new DigiOneError('MODULE_NOT_ON', module)
    const person = await personById(db, caller.personId)
    if (!person) throw new DigiOneError('SESSION_EXPIRED')
    const user = { id: pairwise.mask(person.id, module), name: `${person.callingName} ${person.familyName}`, givenName: person.callingName }
    return { on, context, mounted: { user, context: contextFor(context, module, pairwise) } }
  }

  async function manifestOf(releaseId: string, module: string, api: string): Promise<PageManifest> {
    const manifest = (await release(db, releaseId))?.manifest
    if (manifest?.isolation !== 'page' || !manifest.apis[api]) throw new DigiOneError('API_NOT_DECLARED', module, api)
    return manifest
  }

  /** Where an API is, and for whom a token to it is meant. */
  async function addressOf(manifest: PageManifest, api: string, municipality: string): Promise<{ base: string; audience: string }> {
    if (manifest.apis[api]?.platform) return { base: `${config.origins.session}/api`, audience: tokens.platformAudience }
    const bound = await binding(db, manifest.id, api, municipality)
    if (!bound) throw new DigiOneError('API_NOT_BOUND', manifest.id, api, municipality)
    return { base: bound.origin, audience: bound.origin }
  }

  async function logged<T>(caller: Person, module: string, contextId: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run()
    } catch (error) {
      if (error instanceof DigiOneError)
        log.warn({ event: 'token.refused', code: error.code, module, context: contextId, person: pairwise.mask(caller.personId, 'log') }, error.message)
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
      return logged(caller, module, contextId, async () => {
        const { on, context, mounted } = await admit(caller, module, contextId)
        const manifest = await manifestOf(on.release, module, api)
        const address = await addressOf(manifest, api, context.municipality)
        const scope = manifest.scopes.map(({ id }) => id).join(' ')
        const claims = { sub: mounted.user.id, azp: module, scope, context: contextClaim(mounted.context) }
        const isPlatform = address.audience === tokens.platformAudience
        const token = await tokens.sign({ ...claims, ...(isPlatform ? { sid: caller.sessionUid } : {}) }, address.audience)
        return {
          access_token: token,
          issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
          token_type: 'Bearer',
          expires_in: MODULE_TOKEN_S,
          base: address.base,
          ...mounted,
        }
      })
    },
  }
}
export type Exchange = ReturnType<typeof createExchange>
