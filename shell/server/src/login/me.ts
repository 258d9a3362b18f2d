import { type Context, decodeStartHint, DigiOneError, type Me, type Override, type StartHint, Tenant } from '@digione/contracts'
import { asPlatform } from '../db/scope.ts'
import type { Deps } from '../deps.ts'
import { type InPlaceOf, modulesOnEach, startReleases } from '../entitlements/store.ts'
import { OTHER } from '../metrics.ts'
import { admitOverrides, admittedBy, mayDevelop, outcomesOf } from '../overrides/admit.ts'
import { isPublished } from '../registry/store.ts'
import { contextsOf } from '../roster/store.ts'
import { sessionName } from '../session-name.ts'
import type { Pairwise } from '../tokens/pairwise.ts'
import type { Caller } from './authenticate.ts'
import { startHintCookie } from './start-hint.ts'

type Person = Extract<Caller, { kind: 'person' }>
type MyContext = Me['contexts'][number]

/** Sector of the identifiers that the shell itself sees. */
export const SHELL_SECTOR = 'shell'
const MAX_POSITIONS = 12

/** What one person has, as the shell may know it. */
export function createMe({ db, config, log, now }: Deps, pairwise: Pairwise) {
  async function withModules(contexts: readonly Context[], personId: string, versions: Me['versions'], others: InPlaceOf): Promise<MyContext[]> {
    const on = await modulesOnEach(db, contexts, personId, now(), versions, others)
    return contexts.map((context, at) => ({
      ...context,
      learner: context.learner && { ...context.learner, id: pairwise.mask(context.learner.id, SHELL_SECTOR) },
      modules: (on[at] ?? []).map((one) => ({
        ...one,
        ids: { user: pairwise.mask(personId, one.module), learner: context.learner && pairwise.mask(context.learner.id, one.module) },
      })),
    }))
  }

  async function stoppedIn(slugs: readonly string[]): Promise<Me['stopped']> {
    const stops = await asPlatform(db, (trx) =>
      trx
        .selectFrom('stops')
        .select(['module', 'municipality', 'reason'])
        .where('ended_at', 'is', null)
        .where((is) => is.or([is('municipality', 'is', null), is('municipality', 'in', [...slugs, ''])]))
        .execute(),
    )
    return slugs.flatMap((slug) =>
      stops.filter(({ municipality }) => municipality === null || municipality === slug).map(({ module, reason }) => ({ module, municipality: slug, reason })),
    )
  }

  /** What came of the releases that a tab asked for, in the form that it is told; each refusal stands in the log. */
  async function told(outcomes: ReturnType<typeof outcomesOf>, personId: string): Promise<Override[]> {
    for (const { module, refused } of outcomes)
      if (refused)
        log.warn(
          // Of what the caller wrote, only what is a name of ours.
          { event: 'override.refused', code: refused.code, module: (await isPublished(db, module)) ? module : OTHER, person: pairwise.mask(personId, 'log') },
          'A release did not take the place of the one that is on.',
        )
    return outcomes.map(({ refused, ...asked }) => ({ ...asked, refused: refused && { code: refused.code, detail: refused.message } }))
  }

  return {
    /**
     * @param asked Releases that this tab asks for in place of those that are on. Each is decided anew with every answer.
     * @throws {DigiOneError} SESSION_EXPIRED where the person is gone.
     */
    async of(caller: Person, asked: readonly string[] = []): Promise<Me> {
      // The versions come before the modules: a change between the two is then told again, rather than taken for known.
      const { person, contexts: mine, locked, municipalities } = await contextsOf(db, caller.personId, caller.ways, config.upstreams)
      if (!person) throw new DigiOneError('SESSION_EXPIRED')
      const slugs = new Set([...mine, ...locked].map(({ municipality }) => municipality))
      const own = [...municipalities].filter(([slug]) => slugs.has(slug))
      const versions = Object.fromEntries(own.map(([slug, { version }]) => [slug, version]))
      const admissions = asked.length > 0 ? await admitOverrides(db, await mayDevelop(db, person.id, mine), asked) : []
      const contexts = await withModules(mine, person.id, versions, admittedBy(admissions))
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
        stopped: await stoppedIn([...slugs]),
        versions,
        session: { id: sessionName(caller.sessionUid), idleS: caller.endsInS, sharedDevice: true },
        ...(asked.length > 0 ? { overrides: await told(outcomesOf(admissions, contexts), person.id) } : {}),
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
