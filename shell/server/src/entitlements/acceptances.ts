import { type Asks, asksMore, DigiOneError, type More, type ReleaseChoice } from '@digione/contracts'
import type { Kysely, Selectable } from 'kysely'
import { type Actor, record } from '../audit/store.ts'
import type { AcceptanceRow, Schema } from '../db/schema.ts'
import { raiseVersion } from '../tenants/store.ts'
import { askedBy } from './accepted.ts'
import { type KnownRelease, releasesFor } from './rules.ts'

export type Acceptance = Selectable<AcceptanceRow>

const STABLE = { kind: 'channel', channel: 'stable' } as const satisfies ReleaseChoice

/** Everything below is for the inside of `inMunicipality`, or of `asPlatform`. */
type Trx = Kysely<Schema>

/** What was accepted of a module in a municipality, the newest first. */
export const acceptancesOf = (trx: Trx, municipality: string, module: string): Promise<Acceptance[]> =>
  trx
    .selectFrom('acceptances')
    .selectAll()
    .where('module', '=', module)
    .where((is) => is.or([is('municipality', 'is', null), is('municipality', '=', municipality)]))
    .orderBy('accepted_at', 'desc')
    .execute()

export interface AcceptanceState {
  /** The release that is offered, and what it asks for. */
  readonly offered: KnownRelease
  readonly asks: Asks
  readonly digest: string
  /** What of it is not accepted. */
  readonly more: readonly More[]
  /** The release that is given as long as that is so; `null`: none. */
  readonly standing: KnownRelease | null
  /** The newest first. */
  readonly accepted: readonly Acceptance[]
}

/** What a module asks a municipality for, and how far it was accepted. `null` where the module is not published. */
export async function acceptanceState(trx: Trx, municipality: string, module: string, choice: ReleaseChoice = STABLE): Promise<AcceptanceState | null> {
  const releases = await releasesFor(trx, [{ module, release: choice }])
  const offered = releases.offered(module, choice)
  if (!offered) return null
  const accepted = await acceptancesOf(trx, municipality, module)
  const { asks, digest } = askedBy(offered.manifest)
  const standing = releases.choose(municipality, module, choice)
  const more = standing?.id === offered.id ? [] : asksMore(accepted[0]?.asks ?? null, asks)
  return { offered, asks, digest, more, standing, accepted }
}

async function write(trx: Trx, municipality: string | null, { id: release, module, manifest }: KnownRelease, actor: Actor): Promise<void> {
  const who =
    actor.person === null
      ? undefined
      : await trx.selectFrom('persons').select(['calling_name', 'family_name']).where('id', '=', actor.person).executeTakeFirst()
  const { asks, digest } = askedBy(manifest)
  await trx
    .insertInto('acceptances')
    .values({
      municipality,
      module,
      release,
      asks: JSON.stringify(asks),
      accepted_by: actor.person,
      accepted_name: who ? `${who.calling_name} ${who.family_name}` : null,
      accepted_role: actor.role,
    })
    .execute()
  await record(trx, municipality, actor, 'module.accepted', { module, release, digest })
}

/**
 * Accepts what a module asks a municipality for, as it was seen. What is accepted already is not accepted twice.
 *
 * @param digest Of what was seen.
 * @throws {DigiOneError} NOT_FOUND, CHANGED_MEANWHILE where the module asks for something else by now.
 */
export async function accept(trx: Trx, municipality: string, { module, digest }: { module: string; digest: string }, actor: Actor): Promise<void> {
  const state = await acceptanceState(trx, municipality, module)
  if (!state) throw new DigiOneError('NOT_FOUND', `module ${module}`)
  if (state.digest !== digest) throw new DigiOneError('CHANGED_MEANWHILE', `What ${module} asks for`)
  if (state.more.length === 0) return
  await write(trx, municipality, state.offered, actor)
  await raiseVersion(trx, municipality)
}

/**
 * As the platform, at set-up: accepts what a module asks for there as it is now.
 *
 * @param municipality `null`: the whole country.
 * @returns Whether there was anything to be accepted.
 */
export async function acceptAtSetUp(trx: Trx, municipality: string | null, module: string, actor: Actor): Promise<boolean> {
  const state = await acceptanceState(trx, municipality ?? '', module)
  if (!state || state.more.length === 0) return false
  await write(trx, municipality, state.offered, actor)
  return true
}

const said = (more: readonly More[]) => {
  const words = more.map((one) => {
    if (one.kind === 'people') return `data of people in the role ${one.role}`
    if (one.kind === 'field') return `the field ${one.field}`
    if (one.kind === 'country') return `that data is kept in ${one.country}`
    if (one.kind === 'recipient') return `that data goes to ${one.name} in ${one.country}`
    if (one.kind === 'retention') return 'how long data is kept'
    return one.kind === 'scope-field'
      ? `the field ${one.field} of the scope ${one.scope}`
      : `the ${one.kind === 'scope' ? '' : `${one.kind} of the `}scope ${one.scope}`
  })
  return words.join(', ')
}

/** Nothing is switched on of which nothing is accepted. @throws {DigiOneError} ACCEPTANCE_NEEDED */
export async function requireAccepted(
  trx: Trx,
  municipality: string,
  decisions: readonly { readonly module: string; readonly effect: string; readonly release: ReleaseChoice }[],
): Promise<void> {
  for (const { module, effect, release } of decisions) {
    if (effect !== 'on') continue
    const state = await acceptanceState(trx, municipality, module, release)
    if (state && !state.standing) throw new DigiOneError('ACCEPTANCE_NEEDED', module, municipality, said(state.more))
  }
}
