import { type Context, decodeStartHint, DigiOneError, type Me, type StartHint, Tenant } from '@digione/contracts'
import type { Deps } from '../deps.ts'
import { modulesOnEach, startReleases } from '../entitlements/store.ts'
import { contextsOf } from '../roster/store.ts'
import type { Pairwise } from '../tokens/pairwise.ts'
import type { Caller } from './authenticate.ts'
import { startHintCookie } from './start-hint.ts'

type Person = Extract<Caller, { kind: 'person' }>
type MyContext = Me['contexts'][number]

/** Sector of the identifiers that the shell itself sees. */
export const SHELL_SECTOR = 'shell'
const MAX_POSITIONS = 12

/** What one person has, as the shell may know it. */
export function createMe({ db, config }: Deps, pairwise: Pairwise) {
  async function withModules(contexts: readonly Context[], personId: string, now: number, versions: Me['versions']): Promise<MyContext[]> {
    const on = await modulesOnEach(db, contexts, personId, now, versions)
    return contexts.map((context, at) => ({
      ...context,
      learner: context.learner && { ...context.learner, id: pairwise.mask(context.learner.id, SHELL_SECTOR) },
      modules: (on[at] ?? []).map((one) => ({
        ...one,
        ids: { user: pairwise.mask(personId, one.module), learner: context.learner && pairwise.mask(context.learner.id, one.module) },
      })),
    }))
  }

  return {
    /** @throws {DigiOneError} SESSION_EXPIRED where the person is gone. */
    async of(caller: Person): Promise<Me> {
      const now = Date.now()
      // The versions come before the modules: a change between the two is then told again, rather than taken for known.
      const { person, contexts: mine, locked, municipalities } = await contextsOf(db, caller.personId, caller.ways, config.upstreams, now)
      if (!person) throw new DigiOneError('SESSION_EXPIRED')
      const slugs = new Set([...mine, ...locked].map(({ municipality }) => municipality))
      const own = [...municipalities].filter(([slug]) => slugs.has(slug))
      const versions = Object.fromEntries(own.map(([slug, { version }]) => [slug, version]))
      const contexts = await withModules(mine, person.id, now, versions)
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
        tenants: Object.fromEntries(own.map(([slug, row]) => [slug, Tenant.parse(row)])),
        versions,
        session: { idleS: caller.endsInS, sharedDevice: true },
      }
    },
    /**
     * The cookie that hints at the next page's needs: positions, language and theme, and nothing about a person.
     * @param current The one that the request brought: its language and theme stay, and its first position stays first where it
     * still is one. A browser without one is served in the person's own language.
     */
    hintCookie({ contexts, person }: Pick<Me, 'contexts' | 'person'>, current: string | undefined): string {
      const { locale, theme, at: before } = current === undefined ? { ...decodeStartHint(current), locale: person.language } : decodeStartHint(current)
      const key = ({ municipality, role, level }: StartHint['at'][number]) => `${municipality} ${role} ${level}`
      const positions = new Map(contexts.map(({ municipality, role, level }) => [key({ municipality, role, level }), { municipality, role, level }]))
      const first = before.map(key).find((one) => positions.has(one))
      const at = [...positions].toSorted(([a], [b]) => Number(b === first) - Number(a === first)).map(([, position]) => position)
      return startHintCookie(config.origins.shell, { at: at.slice(0, MAX_POSITIONS), locale, theme })
    },
  }
}
