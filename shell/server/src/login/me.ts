import { type Context, decodeStartHint, DigiOneError, encodeStartHint, type Me, START_COOKIE, type StartHint } from '@digione/contracts'
import type { Deps } from '../deps.ts'
import { modulesOn, startReleases } from '../entitlements/store.ts'
import { contextsOf, personById } from '../roster/store.ts'
import { tenants, tenantVersions } from '../tenants/store.ts'
import type { Pairwise } from '../tokens/pairwise.ts'
import type { Caller } from './authenticate.ts'
import type { Sessions } from './sessions.ts'

type Person = Extract<Caller, { kind: 'person' }>
type MyContext = Me['contexts'][number]

/** Sector of the identifiers that the shell itself sees. */
export const SHELL_SECTOR = 'shell'
const MAX_POSITIONS = 12
const HINT_S = 180 * 86_400

/** What one person has, as the shell may know it. */
export function createMe({ db, config }: Deps, sessions: Sessions, pairwise: Pairwise) {
  async function withModules(context: Context, personId: string, now: number): Promise<MyContext> {
    const modules = (await modulesOn(db, context, personId, now)).map((on) => ({
      ...on,
      ids: { user: pairwise.mask(personId, on.module), learner: context.learner && pairwise.mask(context.learner.id, on.module) },
    }))
    return { ...context, learner: context.learner && { ...context.learner, id: pairwise.mask(context.learner.id, SHELL_SECTOR) }, modules }
  }

  return {
    /** @throws {DigiOneError} SESSION_EXPIRED where the session or the person is gone. */
    async of(caller: Person): Promise<Me> {
      const now = Date.now()
      const [session, person] = [await sessions.find(caller.sessionUid), await personById(db, caller.personId)]
      if (!session || !person) throw new DigiOneError('SESSION_EXPIRED')
      const { contexts: mine, locked } = await contextsOf(db, person.id, caller.ways, config.upstreams, now)
      const contexts: MyContext[] = []
      for (const context of mine) contexts.push(await withModules(context, person.id, now))
      const slugs = [...new Set([...contexts, ...locked].map(({ municipality }) => municipality))]
      const all = await tenants(db)
      return {
        person: {
          id: pairwise.mask(person.id, SHELL_SECTOR),
          name: `${person.callingName} ${person.familyName}`,
          givenName: person.callingName,
          language: person.language,
        },
        contexts,
        locked,
        releases: await startReleases(db, [...new Set(contexts.flatMap(({ modules }) => modules.map(({ release }) => release)))]),
        tenants: Object.fromEntries(slugs.flatMap((slug) => (all[slug] ? [[slug, all[slug]]] : []))),
        versions: await tenantVersions(db, slugs),
        session: { idleS: session.endsInS, sharedDevice: true },
      }
    },
    /**
     * The cookie that hints at the next page's needs: positions, language and theme, and nothing about a person.
     * @param current The one that the request brought; its first position stays first where it still is one.
     */
    hintCookie(contexts: readonly Context[], current: string | undefined): string {
      const { locale, theme, at: before } = decodeStartHint(current)
      const key = ({ municipality, role, level }: StartHint['at'][number]) => `${municipality} ${role} ${level}`
      const positions = new Map(contexts.map(({ municipality, role, level }) => [key({ municipality, role, level }), { municipality, role, level }]))
      const first = before.map(key).find((one) => positions.has(one))
      const at = [...positions].toSorted(([a], [b]) => Number(b === first) - Number(a === first)).map(([, position]) => position)
      const { hostname, protocol } = new URL(config.origins.shell)
      const value = encodeStartHint({ at: at.slice(0, MAX_POSITIONS), locale, theme })
      return `${START_COOKIE}=${value}; Domain=${hostname}; Path=/; Max-Age=${HINT_S}; SameSite=Lax${protocol === 'https:' ? '; Secure' : ''}`
    },
  }
}
