import type { Role } from '@digione/contracts'
import type { Kysely } from 'kysely'
import type { Schema } from '../db/schema.ts'
import { dayOf } from '../roster/today.ts'

/** Somebody's position in a municipality, as an entitlement is asked for. */
export interface Position {
  readonly person: string
  readonly municipality: string
  readonly school: { readonly id: string } | null
  readonly role: Role
  readonly level: string | null
  readonly groups: readonly string[]
}

/**
 * Everybody's positions in a municipality on a day, guardians' by their children's. For the inside of `inMunicipality`.
 *
 * @param withGroups Whether groups are wanted: they are many, and few rules are about them.
 * @param now Milliseconds since the epoch.
 */
export async function positionsIn(trx: Kysely<Schema>, municipality: string, withGroups: boolean, now: number): Promise<Position[]> {
  const today = dayOf(now)
  const affiliations = await trx
    .selectFrom('affiliations')
    .select(['person_id', 'school_id', 'role', 'level'])
    .where('municipality', '=', municipality)
    .where('affiliations.from_day', '<=', today)
    .where((is) => is.or([is('affiliations.until_day', 'is', null), is('affiliations.until_day', '>=', today)]))
    .where((is) => is.or([is('state', 'is', null), is('state', 'not in', ['eronnut', 'valmistunut'])]))
    .execute()
  const guardians = await trx
    .selectFrom('guardianships')
    .innerJoin('affiliations', 'affiliations.person_id', 'guardianships.learner_id')
    .select(['guardian_id', 'learner_id', 'school_id', 'level'])
    .where('affiliations.municipality', '=', municipality)
    .where('affiliations.role', '=', 'learner')
    .where('affiliations.from_day', '<=', today)
    .where((is) => is.or([is('affiliations.until_day', 'is', null), is('affiliations.until_day', '>=', today)]))
    .where((is) => is.or([is('state', 'is', null), is('state', 'not in', ['eronnut', 'valmistunut'])]))
    .where('guardianships.from_day', '<=', today)
    .where((is) => is.or([is('guardianships.until_day', 'is', null), is('guardianships.until_day', '>=', today)]))
    .execute()
  const enrolments = withGroups
    ? await trx
        .selectFrom('enrolments')
        .innerJoin('groups', 'groups.id', 'enrolments.group_id')
        .select(['person_id', 'group_id', 'school_id', 'level', 'enrolments.role'])
        .where('enrolments.municipality', '=', municipality)
        .where('enrolments.from_day', '<=', today)
        .where((is) => is.or([is('enrolments.until_day', 'is', null), is('enrolments.until_day', '>=', today)]))
        .execute()
    : []
  const byPerson = Map.groupBy(enrolments, ({ person_id }) => person_id)
  const groupsOf = (person: string, { school_id, level }: { school_id: string | null; level: string | null }, as: readonly string[]) => [
    ...new Set(
      (byPerson.get(person) ?? [])
        .filter((one) => one.school_id === school_id && as.includes(one.role) && (level === null || one.level === level))
        .map(({ group_id }) => group_id),
    ),
  ]
  const at = ({ school_id, level }: { school_id: string | null; level: string | null }) => ({
    municipality,
    school: school_id === null ? null : { id: school_id },
    level,
  })
  return [
    ...affiliations.map((row) => {
      const as = row.role === 'learner' ? ['learner'] : row.role === 'teacher' ? ['teacher', 'supervisor'] : []
      return { ...at(row), person: row.person_id, role: row.role, groups: groupsOf(row.person_id, row, as) }
    }),
    ...guardians.map((row) => ({ ...at(row), person: row.guardian_id, role: 'guardian' as const, groups: groupsOf(row.learner_id, row, ['learner']) })),
  ]
}
