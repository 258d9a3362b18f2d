import { createHash, type Hash } from 'node:crypto'
import { DigiOneError, RosterImport } from '@digione/contracts'
import { type Kysely, sql } from 'kysely'
import { asPlatform } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'
import { writePart, writePresences } from './import-rows.ts'

/** A roster that is larger than memory, in parts. Iterated twice: it gives the same both times. */
type Parts = Iterable<unknown>

const isParts = (input: unknown): input is Parts => typeof input === 'object' && input !== null && Symbol.iterator in input

/** @throws {DigiOneError} INPUT_INVALID */
function parse(input: unknown): RosterImport {
  const parsed = RosterImport.safeParse(input)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new DigiOneError('INPUT_INVALID', 'The roster', problems.join('; '))
}

function* parsed(parts: Parts, hash: Hash): Generator<RosterImport> {
  for (const part of parts) {
    const roster = parse(part)
    hash.update(JSON.stringify(roster))
    yield roster
  }
}

/**
 * Replaces the roster by this one, all or nothing.
 *
 * The same contents again change nothing. Who is no longer in it is gone with everything that ties them to a school.
 * @param keyHash Key of the hashes that stand for people's keys at identity providers, in base64.
 * @param input A whole roster, or an iterable of its parts, of which one at a time is in memory. A part refers to people of its own
 * and of earlier parts, and to groups and schools of its own.
 * @throws {DigiOneError} INPUT_INVALID
 */
export async function importRoster(db: Kysely<Schema>, keyHash: string, input: unknown): Promise<{ changed: boolean }> {
  const parts = isParts(input) ? input : [input]
  const seen = createHash('sha256').update(keyHash)
  // Everything is read before anything is locked; the event loop has its turn between parts.
  for (const _ of parsed(parts, seen)) await new Promise(setImmediate)
  const hash = seen.digest('hex')

  const result = await asPlatform(db, async (trx) => {
    // One import at a time; several instances may start with the same one.
    await sql`select pg_advisory_xact_lock(hashtext('digione.roster'))`.execute(trx)
    const last = await trx.selectFrom('roster_imports').select('hash').orderBy('at', 'desc').limit(1).executeTakeFirst()
    if (last?.hash === hash) return { changed: false }

    for (const table of ['enrolments', 'affiliations', 'guardianships', 'presences', 'person_keys'] as const) await trx.deleteFrom(table).execute()
    const written = createHash('sha256').update(keyHash)
    for (const roster of parsed(parts, written)) await writePart(trx, keyHash, roster)
    if (written.digest('hex') !== hash) throw new DigiOneError('INPUT_INVALID', 'The roster', 'its parts were others when they were read again')
    await writePresences(trx)

    // Whatever this transaction has not written is not in the roster. Municipalities stay: their decisions and their audit refer to them.
    for (const table of ['groups', 'persons', 'schools'] as const)
      await sql`delete from ${sql.table(table)} where xmin <> pg_current_xact_id()::xid`.execute(trx)
    await trx
      .insertInto('roster_imports')
      .values({ hash })
      .onConflict((conflict) => conflict.column('hash').doUpdateSet({ at: sql`clock_timestamp()` }))
      .execute()
    return { changed: true }
  })
  // Without figures of the new rows the planner joins a city's people row by row; the embedded database gathers none by itself.
  if (result.changed) await sql`analyze`.execute(db)
  return result
}
