import { createHash } from 'node:crypto'
import { DigiOneError, RosterImport } from '@digione/contracts'
import { type Kysely, sql } from 'kysely'
import { asPlatform } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'
import { hashPersonKey } from './person-keys.ts'

/** Rows of one statement: large enough to be quick, small enough not to hold up the embedded database. */
const CHUNK = 2_000

/** Inserts rows given as JSON; those with a key that is there already are brought up to date. */
async function load(trx: Kysely<Schema>, table: keyof Schema, rows: readonly Record<string, unknown>[], key?: string): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
  if (columns.length === 0) return
  const names = sql.join(columns.map((column) => sql.ref(column)))
  const update = columns.filter((column) => column !== key).map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`)
  const conflict = key ? sql`on conflict (${sql.ref(key)}) do update set ${sql.join(update)}` : sql`on conflict do nothing`
  for (let start = 0; start < rows.length; start += CHUNK) {
    const json = JSON.stringify(rows.slice(start, start + CHUNK))
    await sql`insert into ${sql.table(table)} (${names}) select ${names} from json_populate_recordset(null::${sql.table(table)}, ${json}::json) ${conflict}`.execute(
      trx,
    )
  }
}

/** In which municipalities each person is known: where they have a role, and where a child of theirs goes to school. */
function presencesOf(roster: RosterImport): { person_id: string; municipality: string }[] {
  const of = new Map<string, Set<string>>()
  const add = (person: string, municipality: string) => of.set(person, (of.get(person) ?? new Set()).add(municipality))
  for (const { person, municipality } of roster.affiliations) add(person, municipality)
  const learners = new Map([...of].map(([person, municipalities]) => [person, [...municipalities]]))
  for (const { guardian, learner } of roster.guardianships) for (const municipality of learners.get(learner) ?? []) add(guardian, municipality)
  return [...of].flatMap(([person_id, municipalities]) => [...municipalities].map((municipality) => ({ person_id, municipality })))
}

function keysOf(roster: RosterImport, keyHash: string): { scheme: string; hash: string; person_id: string }[] {
  return roster.persons.flatMap(({ id, learnerNumber, keys }) => {
    const all = learnerNumber === null ? keys : [{ scheme: 'learnerNumber', value: learnerNumber }, ...keys]
    return all.map(({ scheme, value }) => ({ scheme, hash: hashPersonKey(keyHash, scheme, value), person_id: id }))
  })
}

/**
 * Replaces the roster by this one, all or nothing.
 *
 * The same contents again change nothing. Who is no longer in it is gone with everything that ties them to a school.
 * @param keyHash Key of the hashes that stand for people's keys at identity providers, in base64.
 * @throws {DigiOneError} INPUT_INVALID
 */
export async function importRoster(db: Kysely<Schema>, keyHash: string, input: unknown): Promise<{ changed: boolean }> {
  const parsed = RosterImport.safeParse(input)
  if (!parsed.success)
    throw new DigiOneError(
      'INPUT_INVALID',
      'The roster',
      parsed.error.issues
        .slice(0, 5)
        .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
        .join('; '),
    )
  const roster = parsed.data
  const hash = createHash('sha256').update(keyHash).update(JSON.stringify(roster)).digest('hex')

  const result = await asPlatform(db, async (trx) => {
    // One import at a time; several instances may start with the same one.
    await sql`select pg_advisory_xact_lock(hashtext('digione.roster'))`.execute(trx)
    const last = await trx.selectFrom('roster_imports').select('hash').orderBy('at', 'desc').limit(1).executeTakeFirst()
    if (last?.hash === hash) return { changed: false }

    const municipalityOfSchool = new Map(roster.schools.map(({ id, municipality }) => [id, municipality]))
    const municipalityOfGroup = new Map(roster.groups.map(({ id, school }) => [id, municipalityOfSchool.get(school) ?? '']))
    await load(trx, 'municipalities', roster.municipalities, 'slug')
    await load(trx, 'schools', roster.schools, 'id')
    await load(
      trx,
      'persons',
      roster.persons.map(({ id, ...person }) => ({
        id,
        learner_number: person.learnerNumber,
        family_name: person.familyName,
        given_name: person.givenName,
        calling_name: person.callingName,
        language: person.language,
        non_disclosure: person.nonDisclosure,
      })),
      'id',
    )
    await load(
      trx,
      'groups',
      roster.groups.map(({ school, term, ...group }) => ({
        ...group,
        school_id: school,
        municipality: municipalityOfSchool.get(school),
        term_from: term.from,
        term_until: term.until,
      })),
      'id',
    )
    for (const table of ['enrolments', 'affiliations', 'guardianships', 'presences', 'person_keys'] as const) await trx.deleteFrom(table).execute()
    await load(
      trx,
      'enrolments',
      roster.enrolments.map(({ person, group, role, from, until }) => ({
        person_id: person,
        group_id: group,
        municipality: municipalityOfGroup.get(group),
        role,
        from_day: from,
        until_day: until,
      })),
    )
    await load(
      trx,
      'affiliations',
      roster.affiliations.map(({ person, school, from, until, ...affiliation }) => ({
        ...affiliation,
        person_id: person,
        school_id: school,
        from_day: from,
        until_day: until,
      })),
    )
    await load(
      trx,
      'guardianships',
      roster.guardianships.map(({ guardian, learner, matters, from, until }) => ({
        guardian_id: guardian,
        learner_id: learner,
        matters,
        from_day: from,
        until_day: until,
      })),
    )
    await load(trx, 'presences', presencesOf(roster))
    await load(trx, 'person_keys', keysOf(roster, keyHash))

    // Municipalities stay: their decisions and their audit refer to them.
    const kept = { groups: roster.groups, persons: roster.persons, schools: roster.schools }
    for (const table of ['groups', 'persons', 'schools'] as const) {
      const ids = kept[table].map(({ id }) => id)
      await sql`delete from ${sql.table(table)} where not (id::text = any(${ids}::text[]))`.execute(trx)
    }
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
