import type { RosterImport, Subject } from '@digione/contracts'
import { castFamilies, castStaff } from './cast.ts'
import type { SchoolPlan } from './cities.ts'
import { uuidOf } from './random.ts'
import type { RosterDraft } from './roster-draft.ts'
import { classTeacherWeek, type Course, LOWER_SECONDARY, type SubjectTeacher, subjectTeacherWeek, UPPER_SECONDARY } from './timetable.ts'

interface HomeGroup {
  readonly home: string
  readonly grade: number | null
  readonly room: string
}

/** Rooms that lessons of a subject are in, wherever the group's own room is. Two groups may share the sports hall. */
const SUBJECT_ROOMS: Partial<Record<Subject, Record<'fi' | 'sv', string>>> = {
  LI: { fi: 'Liikuntasali', sv: 'Gymnastiksalen' },
  MU: { fi: 'Musiikkiluokka', sv: 'Musikklassen' },
}

/** The lukio's groups are called after the year they began in; the cast speaks of the second-year one. */
const lukioNames = (schoolYear: number, parallels: string) => [0, 1, 2].flatMap((ago) => [...parallels].map((letter) => `${(schoolYear - ago) % 100}${letter}`))

function homeGroups(plan: SchoolPlan, schoolYear: number): HomeGroup[] {
  if (plan.kind === 'upper-secondary') return lukioNames(schoolYear, plan.parallels).map((home, at) => ({ home, grade: null, room: `L${201 + at}` }))
  const [first, last] = plan.kind === 'class-teachers' ? [1, 6] : plan.kind === 'subject-teachers' ? [7, 9] : [1, 9]
  return Array.from({ length: last - first + 1 }, (_, at) => first + at).flatMap((grade) =>
    [...plan.parallels].map((letter, at) => ({
      home: `${grade}${letter}`,
      grade,
      room: `${grade > 3 ? 2 : 1}${String(grade * Math.max(2, plan.parallels.length) + at).padStart(2, '0')}`,
    })),
  )
}

/** A rotation takes as many groups as a day has lessons: a larger school has several teams of subject teachers. */
const subjectTeams = (teachers: readonly SubjectTeacher[], homes: readonly string[], perDay: number): Course[] =>
  Array.from({ length: Math.ceil(homes.length / perDay) }, (_, team) =>
    subjectTeacherWeek(teachers, homes.slice(team * perDay, (team + 1) * perDay), perDay).map((course) =>
      team === 0 ? course : { ...course, teacher: `${team + 1}:${course.teacher}` },
    ),
  ).flat()

function week(draft: RosterDraft, plan: SchoolPlan, groups: readonly HomeGroup[]): Course[] {
  if (plan.kind === 'upper-secondary')
    return subjectTeams(
      UPPER_SECONDARY,
      groups.map(({ home }) => home),
      5,
    )
  const young = groups.flatMap(({ home, grade }) => (grade !== null && grade <= 6 ? [{ home, grade }] : []))
  const old = groups.filter(({ grade }) => grade !== null && grade > 6).map(({ home }) => home)
  return [
    ...classTeacherWeek(draft.random, young),
    // The lower secondary's subject teachers are other people than those who go round the classes.
    ...subjectTeams(LOWER_SECONDARY, old, 6).map((course) => ({ ...course, teacher: `subject:${course.teacher}` })),
  ]
}

/** Places of the home groups that the cast's children do not take. */
export interface Seats {
  readonly plan: SchoolPlan
  readonly homes: readonly string[]
  /** Puts a learner into a home group and all its teaching groups. */
  seat(personId: string, home: string): void
}

/** Writes a school's groups, timetable and staff, and tells which places are left for learners. */
export function addSchool(draft: RosterDraft, plan: SchoolPlan, schoolYear: number): Seats {
  const { roster, term } = draft
  const { school } = plan
  const level = school.levels[0] ?? 'perusopetus'
  roster.schools.push(school)

  const hired = new Map<string, string>()
  const hire = (post: string, role: 'teacher' | 'principal' | 'staff'): string => {
    const known = hired.get(post)
    if (known) return known
    const cast = castStaff.find((member) => member.school === school.name.fi && member.post === post)
    const { id } = cast ? draft.castPerson(cast) : draft.drawPerson(plan.language, 'adult').person
    hired.set(post, id)
    roster.affiliations.push({ person: id, municipality: school.municipality, school: school.id, role, level, state: null, from: '2020-08-01', until: null })
    return id
  }
  hire('principal', 'principal')
  hire('secretary', 'staff')

  const groups = homeGroups(plan, schoolYear)
  const courses = week(draft, plan, groups)
  const enrol = (person: string, group: string, role: RosterImport['enrolments'][number]['role']) =>
    roster.enrolments.push({ person, group, role, from: term.from, until: null })
  const supervisors = [...new Set(courses.map(({ teacher }) => teacher).filter((teacher) => teacher.includes('subject:') || plan.kind === 'upper-secondary'))]

  const groupsOf = new Map<string, string[]>()
  groups.forEach(({ home, grade, room }, at) => {
    const homeId = uuidOf(`${school.id} ${home}`)
    roster.groups.push({ id: homeId, school: school.id, kind: 'home', name: home, grade, level, subject: null, periods: [], room, term: { ...term } })
    const own = grade !== null && grade <= 6 ? `own:${home}` : supervisors[at % supervisors.length]
    if (own) enrol(hire(own, 'teacher'), homeId, 'supervisor')
    const ids = [homeId]
    for (const { subject, teacher, periods } of courses.filter((course) => course.home === home)) {
      const id = uuidOf(`${school.id} ${home} ${subject}`)
      roster.groups.push({
        id,
        school: school.id,
        kind: 'teaching',
        name: `${home} ${subject}`,
        grade,
        level,
        subject,
        periods: [...periods],
        room: SUBJECT_ROOMS[subject]?.[plan.language] ?? room,
        term: { ...term },
      })
      enrol(hire(teacher, 'teacher'), id, 'teacher')
      ids.push(id)
    }
    groupsOf.set(home, ids)
  })

  const seat = (person: string, home: string) => {
    const ids = groupsOf.get(home)
    if (!ids) throw new RangeError(`${school.name.fi} has no group ${home}`)
    for (const id of ids) enrol(person, id, 'learner')
    roster.affiliations.push({
      person,
      municipality: school.municipality,
      school: school.id,
      role: 'learner',
      level,
      state: 'lasna',
      from: draft.yearFrom,
      until: null,
    })
  }

  const castHomes: string[] = []
  for (const child of castFamilies.flatMap(({ children }) => children)) {
    if (child.school !== school.name.fi) continue
    const home = child.home === 'second-year' ? (lukioNames(schoolYear, plan.parallels)[plan.parallels.length] ?? '') : child.home
    seat(draft.castPerson(child).id, home)
    castHomes.push(home)
  }
  const homes = groups.flatMap(({ home }) => {
    // The class that the demo's teacher marks has twenty-four.
    const size = school.name.fi === 'Kaarnapolun koulu' && home === '4B' ? 24 : draft.random.between(18, 26)
    return Array.from({ length: size - castHomes.filter((other) => other === home).length }, () => home)
  })
  return { plan, homes, seat }
}
