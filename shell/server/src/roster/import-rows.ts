import type { RosterImport } from '@digione/contracts'
import { type Kysely, sql } from 'kysely'
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

function keysOf(roster: RosterImport, keyHash: string): { scheme: string; hash: string; person_id: string }[] {
  return roster.persons.flatMap(({ id, learnerNumber, keys }) => {
    const all = learnerNumber === null ? keys : [{ scheme: 'learnerNumber', value: learnerNumber }, ...keys]
    return all.map(({ scheme, value }) => ({ scheme, hash: hashPersonKey(keyHash, scheme, value), person_id: id }))
  })
}

/** Writes one part of a roster: those who are known are brought up to date, what ties them together is added. */
export async function writePart(trx: Kysely<Schema>, keyHash: string, roster: RosterImport): Promise<void> {
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
  await load(trx, 'person_keys', keysOf(roster, keyHash))
}

/** In which municipalities each person is known: where they have a role, and where a child of theirs goes to school. */
export const writePresences = (trx: Kysely<Schema>) =>
  sql`insert into presences (person_id, municipality)
    select person_id, municipality from affiliations
    union
    select guardian_id, affiliations.municipality from guardianships join affiliations on affiliations.person_id = guardianships.learner_id`.execute(trx)
