import { createHash } from 'node:crypto'
import { type Context, type ContextLearner, type LockedContext, type Matter, type Role, ROLES } from '@digione/contracts'
import type { Kysely, Transaction } from 'kysely'
import type { Upstream } from '../config.ts'
import { asPerson } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'
import { personFrom, type RosterPerson } from './person.ts'
import { covers, dayOf } from './today.ts'

/** Opaque and stable: of the person and the position, and of nothing that changes with time. */
function contextId(...position: (string | null)[]): string {
  return createHash('sha256').update(JSON.stringify(position)).digest('base64url').slice(0, 22)
}

/** The person's own rows and their children's, as the roster has them today. */
async function read(trx: Transaction<Schema>, personId: string, today: string) {
  const guardianships = (await trx.selectFrom('guardianships').selectAll().where('guardian_id', '=', personId).execute()).filter((row) => covers(row, today))
  const people = [personId, ...guardianships.map((row) => row.learner_id)]
  const persons = await trx.selectFrom('persons').selectAll().where('id', 'in', people).execute()
  const affiliations = await trx
    .selectFrom('affiliations')
    .innerJoin('municipalities', 'municipalities.slug', 'affiliations.municipality')
    .leftJoin('schools', 'schools.id', 'affiliations.school_id')
    .selectAll('affiliations')
    .select((is) => ['schools.name as school_name', is.fn.toJson('municipalities').as('municipality_row')])
    .where('person_id', 'in', people)
    .execute()
  const enrolments = await trx
    .selectFrom('enrolments')
    .innerJoin('groups', 'groups.id', 'enrolments.group_id')
    .select(['person_id', 'group_id', 'enrolments.role', 'from_day', 'until_day', 'school_id', 'kind', 'name', 'grade', 'level'])
    .where('person_id', 'in', people)
    .orderBy('groups.name')
    .orderBy('groups.id')
    .execute()
  return {
    guardianships,
    persons: new Map(persons.map((person) => [person.id, person])),
    // Somebody who left or graduated is no learner here any more.
    affiliations: affiliations.filter((row) => covers(row, today) && row.state !== 'eronnut' && row.state !== 'valmistunut'),
    enrolments: enrolments.filter((row) => covers(row, today)),
  }
}

type Rows = Awaited<ReturnType<typeof read>>
type AffiliationHere = Rows['affiliations'][number]
type Municipality = AffiliationHere['municipality_row']

function enrolledGroups({ enrolments }: Rows, { person_id, school_id, level }: AffiliationHere, as: readonly string[]) {
  return enrolments.filter(
    (row) => row.person_id === person_id && row.school_id === school_id && as.includes(row.role) && (level === null || row.level === level),
  )
}

function learnerOf(rows: Rows, affiliation: AffiliationHere): ContextLearner | null {
  const person = rows.persons.get(affiliation.person_id)
  if (!person) return null
  const home = enrolledGroups(rows, affiliation, ['learner']).find((row) => row.kind === 'home')
  return {
    id: person.id,
    givenName: person.calling_name,
    name: `${person.calling_name} ${person.family_name}`,
    grade: home?.grade ?? null,
    group: home?.name ?? null,
  }
}

function contextFrom(rows: Rows, personId: string, affiliation: AffiliationHere, role: Role, matters: Matter[]): Context {
  const { municipality, school_id, level } = affiliation
  const learner = role === 'learner' || role === 'guardian' ? learnerOf(rows, affiliation) : null
  const as = learner ? ['learner'] : ['teacher', 'supervisor']
  const groups = role === 'teacher' || learner ? enrolledGroups(rows, affiliation, as).map((row) => row.group_id) : []
  return {
    id: contextId(personId, municipality, school_id, role, level, learner?.id ?? null),
    municipality,
    municipalityName: affiliation.municipality_row.name,
    school: school_id !== null && affiliation.school_name ? { id: school_id, name: affiliation.school_name } : null,
    role,
    learner,
    level,
    groups: [...new Set(groups)],
    matters,
  }
}

function allContexts(rows: Rows, personId: string): Context[] {
  const own = rows.affiliations.filter((row) => row.person_id === personId).map((row) => contextFrom(rows, personId, row, row.role, []))
  const asGuardian = rows.guardianships.flatMap(({ learner_id, matters }) =>
    rows.affiliations
      .filter((row) => row.person_id === learner_id && row.role === 'learner')
      .map((row) => contextFrom(rows, personId, row, 'guardian', matters)),
  )
  const byId = new Map([...own, ...asGuardian].map((context) => [context.id, context]))
  const order = (context: Context) =>
    `${String(ROLES.indexOf(context.role)).padStart(2, '0')} ${context.municipalityName.fi} ${context.school?.name.fi ?? ''} ${context.learner?.name ?? ''}`
  return [...byId.values()].toSorted((a, b) => order(a).localeCompare(order(b), 'fi') || (a.id < b.id ? -1 : 1))
}

/**
 * What a person is working as, today.
 *
 * One context for each municipality, school, role and level; for guardians one for each child and school of theirs.
 * A context whose role no way into this session opens is given as locked, without anything about a learner.
 * @param ways Identifiers of the upstream providers that this session came through.
 * @param now Milliseconds since the epoch.
 * @returns The person, `null` where the roster no longer has them, and contexts with the platform's own person identifiers: mask them
 * before they leave. `municipalities` are those of all of them, by name, as they were when the contexts were read.
 */
export async function contextsOf(
  db: Kysely<Schema>,
  personId: string,
  ways: readonly string[],
  upstreams: readonly Upstream[],
  now: number = Date.now(),
): Promise<{ person: RosterPerson | null; contexts: Context[]; locked: LockedContext[]; municipalities: Map<string, Municipality> }> {
  const rows = await asPerson(db, personId, (trx) => read(trx, personId, dayOf(now)))
  const all = allContexts(rows, personId)
  const own = rows.persons.get(personId)
  const opened = new Set(upstreams.filter(({ id }) => ways.includes(id)).flatMap(({ opens }) => opens))
  const locked = new Map<string, LockedContext>()
  for (const { municipality, municipalityName, role } of all) {
    const upstream = opened.has(role) ? undefined : upstreams.find(({ opens }) => opens.includes(role))
    if (upstream) locked.set(`${municipality} ${role}`, { municipality, municipalityName, role, opensWith: { provider: upstream.id, name: upstream.name } })
  }
  return {
    person: own ? personFrom(own) : null,
    contexts: all.filter(({ role }) => opened.has(role)),
    locked: [...locked.values()],
    municipalities: new Map(rows.affiliations.map(({ municipality, municipality_row }) => [municipality, municipality_row])),
  }
}
