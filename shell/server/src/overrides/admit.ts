import { type Context, DigiOneError, HOST_API, hostApiFits, type Me } from '@digione/contracts'
import type { Kysely } from 'kysely'
import { asPlatform } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'
import type { KnownRelease } from '../entitlements/rules.ts'
import type { InPlaceOf } from '../entitlements/store.ts'
import { modulesOfPerson } from '../registry/vendors.ts'

/** Whether somebody may have another release of a module in a tab of theirs. */
export type MayDevelop = (module: string) => boolean

/**
 * What a person may try releases of: everything as the operator, their own vendor's modules as a vendor, and nothing as anybody else.
 * @param contexts Those that the log-in opens.
 */
export async function mayDevelop(db: Kysely<Schema>, personId: string, contexts: readonly Pick<Context, 'role'>[]): Promise<MayDevelop> {
  const roles = new Set(contexts.map(({ role }) => role))
  if (roles.has('operator')) return () => true
  const own = new Set(roles.has('vendor') ? await modulesOfPerson(db, personId) : [])
  return (module) => own.has(module)
}

/** A release that was asked for, and what speaks against it. */
interface Admission {
  readonly release: string
  readonly outcome: KnownRelease | DigiOneError
}

async function admitOne(db: Kysely<Schema>, may: MayDevelop, id: string): Promise<KnownRelease> {
  const [module = ''] = id.split('@')
  // First of all: whoever may not is not told what there is.
  if (!may(module)) throw new DigiOneError('NOT_ALLOWED', 'This person', `have another release of ${module}`)
  const row = await asPlatform(db, (trx) =>
    trx
      .selectFrom('releases')
      .select(['id', 'module', 'version', 'channel', 'manifest', 'entry', 'seal', 'yanked_reason'])
      .where('id', '=', id)
      .executeTakeFirst(),
  )
  if (!row) throw new DigiOneError('NOT_FOUND', `release ${id}`)
  const { yanked_reason, ...known } = row
  if (yanked_reason !== null) throw new DigiOneError('RELEASE_YANKED', id, yanked_reason)
  const { hostApi } = known.manifest
  if (!hostApiFits(hostApi)) throw new DigiOneError('HOST_API_TOO_NEW', module, hostApi, HOST_API)
  return known
}

/** Which of the releases that a tab asks for it may have. Of one module, the first. */
export async function admitOverrides(db: Kysely<Schema>, may: MayDevelop, asked: readonly string[]): Promise<Admission[]> {
  const byModule = new Map(asked.toReversed().map((id) => [id.split('@')[0], id]))
  return Promise.all(
    [...byModule.values()].map(async (release) => ({
      release,
      outcome: await admitOne(db, may, release).catch((error: unknown) => {
        if (error instanceof DigiOneError) return error
        throw error
      }),
    })),
  )
}

export const admittedBy = (admissions: readonly Admission[]): InPlaceOf =>
  new Map(admissions.flatMap(({ outcome }) => (outcome instanceof DigiOneError ? [] : [[outcome.module, outcome]])))

/** What came of each release that was asked for, once it is known what is on. */
export function outcomesOf(admissions: readonly Admission[], contexts: Me['contexts']): { module: string; release: string; refused: DigiOneError | null }[] {
  const standing = new Set(contexts.flatMap(({ modules }) => modules.map(({ release }) => release)))
  return admissions.map(({ release, outcome }) => {
    const [module = ''] = release.split('@')
    const refused = outcome instanceof DigiOneError ? outcome : standing.has(release) ? null : new DigiOneError('MODULE_NOT_ON', module)
    return { module, release, refused }
  })
}
