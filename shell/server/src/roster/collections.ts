import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { type Row, toClass, toCourse, toEnrollment, toOrg, toSession, toUser } from './oneroster-objects.ts'

/** What one request may see, before paging and filters. */
export interface Reach {
  /** Schools where the client's module is on, narrowed to one where the path names it. */
  readonly schools: readonly string[]
  readonly group: string | null
  /** The one person that is asked for, by the platform's own identifier. */
  readonly person: string | null
  /** `YYYY-MM-DD` */
  readonly today: string
}

/** One of OneRoster's collections: its rows, and how a row becomes an object. */
export interface Collection {
  /** The answer's property for a list, and for one. */
  readonly many: string
  readonly one: string
  /** SQL of the rows. Every row has `id`. */
  readonly rows: (reach: Reach) => RawBuilder<unknown>
  /** Fields that `filter` takes, with their column. Columns of `persons` identifiers are unmasked first. */
  readonly filters: Readonly<Record<string, string>>
  readonly personIds: readonly string[]
  readonly toObject: (row: Row, mask: (personId: string) => string) => Record<string, unknown>
}

const inForce = (alias: string, today: string) =>
  sql`${sql.ref(`${alias}.from_day`)} <= ${today}::date and (${sql.ref(`${alias}.until_day`)} is null or ${sql.ref(`${alias}.until_day`)} >= ${today}::date)`

const Uuid = z.guid()
/** Compared as a uuid, so that an index finds it; what is none is nobody's. */
const isId = (column: string, id: string) => (Uuid.safeParse(id).success ? sql`${sql.ref(column)} = ${id}::uuid` : sql`false`)

const schoolRows = ({ schools }: Reach) => sql`
  select s.id, 'school' as type, s.number, s.municipality, s.name, s.language, s.bells, m.oid as parent
  from schools s join municipalities m on m.slug = s.municipality where s.id = any(${schools}::text[])`

const orgRows = (reach: Reach) => sql`
  ${schoolRows(reach)} union all
  select m.oid, 'district', null, m.slug, m.name, null, null, null from municipalities m
  where m.slug in (select municipality from schools where id = any(${reach.schools}::text[]))`

const classRows = ({ schools, group }: Reach) => sql`
  select * from groups g where g.school_id = any(${schools}::text[]) ${group === null ? sql`` : sql`and ${isId('g.id', group)}`}`

const sessionRows = ({ schools }: Reach) => sql`
  select distinct 'term-' || term_from || '-' || term_until as id, term_from, term_until from groups where school_id = any(${schools}::text[])`

const courseRows = ({ schools }: Reach) => sql`
  select distinct subject || '-' || level as id, subject, level from groups where subject is not null and school_id = any(${schools}::text[])`

const enrolmentRows = ({ schools, group, today }: Reach) => sql`
  select md5(e.person_id || ' ' || e.group_id || ' ' || e.role) as id, e.person_id, e.group_id, e.role, e.from_day, e.until_day, g.school_id,
    case e.role when 'learner' then 'student' else 'teacher' end as role_name
  from enrolments e join groups g on g.id = e.group_id
  where g.school_id = any(${schools}::text[]) and ${inForce('e', today)} ${group === null ? sql`` : sql`and ${isId('e.group_id', group)}`}`

const ENROLLED_AS = { student: ['learner'], teacher: ['teacher', 'supervisor'] } as const

/** People with a role at the schools, and the guardians of their learners. Each once, with all that the schools may know. */
function userRows(kind: 'student' | 'teacher' | null) {
  return ({ schools, group, person, today }: Reach) => {
    // A group's people are found first: everything after that is about a classful, not about a city.
    const inGroup =
      group === null || kind === null
        ? sql``
        : sql`and a.person_id in (select e.person_id from enrolments e where ${isId('e.group_id', group)} and e.role = any(${[...ENROLLED_AS[kind]]}::text[]) and ${inForce('e', today)})`
    // One person is known by what they are themselves, and by whose guardian they are.
    const ofPerson =
      person === null
        ? sql``
        : sql`and a.person_id in (select p.id from persons p where ${isId('p.id', person)} union select g.learner_id from guardianships g where ${isId('g.guardian_id', person)})`
    const here = sql`a.school_id = any(${schools}::text[]) and a.role in ('learner', 'teacher', 'principal', 'staff') and ${inForce('a', today)}
      and coalesce(a.state, '') not in ('eronnut', 'valmistunut') ${inGroup} ${ofPerson}`
    const ofKind = kind === null ? sql`` : sql`where kinds @> array[${kind === 'student' ? 'learner' : 'teacher'}::text]`
    return sql`
      with here as materialized (select a.person_id, a.role, a.school_id from affiliations a where ${here}),
      ties as materialized (select g.guardian_id, g.learner_id, g.matters from guardianships g join persons c on c.id = g.learner_id
        where ${inForce('g', today)} and c.non_disclosure = 'off' and g.learner_id in (select person_id from here where role = 'learner')),
      known as materialized (
        select person_id, role, school_id from here
        union select guardian_id, 'guardian', h.school_id from ties join here h on h.person_id = ties.learner_id and h.role = 'learner'),
      people as materialized (select person_id, array_agg(distinct role) as kinds, json_agg(json_build_object('role', role, 'school', school_id) order by role, school_id) as roles
        from known group by person_id),
      guardians as materialized (select learner_id, json_agg(json_build_object('guardian', guardian_id, 'matters', matters) order by guardian_id) as list from ties group by learner_id),
      learners as materialized (select guardian_id, json_agg(json_build_object('learner', learner_id, 'matters', matters) order by learner_id) as list from ties group by guardian_id),
      grades as materialized (select e.person_id, max(gr.grade) as grade from here h join enrolments e on e.person_id = h.person_id join groups gr on gr.id = e.group_id
        where h.role = 'learner' and e.role = 'learner' and gr.kind = 'home' and gr.school_id = any(${schools}::text[]) and ${inForce('e', today)} group by e.person_id)
      select p.id, p.given_name, p.family_name, p.calling_name, p.non_disclosure, people.kinds, people.roles,
        guardians.list as guardians, learners.list as learners, grades.grade
      from people join persons p on p.id = people.person_id
        left join guardians on guardians.learner_id = p.id left join learners on learners.guardian_id = p.id left join grades on grades.person_id = p.id
      ${ofKind}`
  }
}

const users = (kind: 'student' | 'teacher' | null): Collection => ({
  many: 'users',
  one: 'user',
  rows: userRows(kind),
  filters: { sourcedId: 'id', givenName: 'given_name', familyName: 'family_name', preferredFirstName: 'calling_name' },
  personIds: ['sourcedId'],
  toObject: toUser,
})

const orgs = (rows: Collection['rows']): Collection => ({
  many: 'orgs',
  one: 'org',
  rows,
  filters: { sourcedId: 'id', type: 'type', identifier: 'number' },
  personIds: [],
  toObject: toOrg,
})

const sessions: Collection = {
  many: 'academicSessions',
  one: 'academicSession',
  rows: sessionRows,
  filters: { sourcedId: 'id', startDate: 'term_from', endDate: 'term_until' },
  personIds: [],
  toObject: toSession,
}

export const COLLECTIONS = {
  orgs: orgs(orgRows),
  schools: orgs(schoolRows),
  academicSessions: sessions,
  terms: { ...sessions, one: 'term' },
  courses: { many: 'courses', one: 'course', rows: courseRows, filters: { sourcedId: 'id', courseCode: 'subject' }, personIds: [], toObject: toCourse },
  classes: {
    many: 'classes',
    one: 'class',
    rows: classRows,
    filters: { sourcedId: 'id', title: 'name', 'school.sourcedId': 'school_id', location: 'room' },
    personIds: [],
    toObject: toClass,
  },
  enrollments: {
    many: 'enrollments',
    one: 'enrollment',
    rows: enrolmentRows,
    filters: { sourcedId: 'id', role: 'role_name', 'class.sourcedId': 'group_id', 'school.sourcedId': 'school_id', 'user.sourcedId': 'person_id' },
    personIds: ['user.sourcedId'],
    toObject: toEnrollment,
  },
  users: users(null),
  students: users('student'),
  teachers: users('teacher'),
} as const satisfies Record<string, Collection>

export type CollectionName = keyof typeof COLLECTIONS
