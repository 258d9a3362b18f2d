import type { Roster } from '@digione/sdk/server'
import type { Bells } from './lessons.ts'
import type { OpenSchool } from './school-view.ts'

/** Reads one school's timetable facts from the platform's roster. */
export function rosterSchools(roster: Roster): OpenSchool {
  return (school) => ({
    bells: async () => new Map<string, Bells>([[school, (await roster.school(school)).metadata['digione.bells']]]),
    teachingGroups: async () => {
      const [classes, terms] = await Promise.all([roster.classes(school), roster.terms()])
      const termById = new Map(terms.map((term) => [term.sourcedId, term]))
      return classes
        .filter((group) => group.classType === 'scheduled')
        .map((group) => {
          const term = termById.get(group.terms[0]?.sourcedId ?? '')
          return {
            id: group.sourcedId,
            school,
            name: group.title,
            subject: group.subjectCodes[0] ?? null,
            periods: group.periods,
            room: group.location ?? null,
            // A group without a term meets as long as it is in the roster.
            from: term?.startDate ?? '0000-01-01',
            until: term?.endDate ?? '9999-12-31',
          }
        })
    },
    homeGroups: async () =>
      (await roster.classes(school))
        .filter((group) => group.classType === 'homeroom')
        .map((group) => ({ id: group.sourcedId, name: group.title }))
        .toSorted((a, b) => a.name.localeCompare(b.name, 'fi', { numeric: true })),
    groupsOfHome: async (homeGroup) => {
      const enrollments = await roster.enrollments(school, 'student')
      const pupils = new Set(enrollments.filter((e) => e.class.sourcedId === homeGroup).map((e) => e.user.sourcedId))
      return new Set(enrollments.filter((e) => pupils.has(e.user.sourcedId)).map((e) => e.class.sourcedId))
    },
    // Of the whole school at once: a class has ten groups, and its school a hundred.
    teachers: async (group) => {
      const [teachers, enrollments] = await Promise.all([roster.teachersAt(school), roster.enrollments(school, 'teacher')])
      const own = new Set(enrollments.filter((e) => e.class.sourcedId === group).map((e) => e.user.sourcedId))
      return teachers.filter(({ sourcedId }) => own.has(sourcedId)).map((teacher) => `${teacher.preferredFirstName ?? teacher.givenName} ${teacher.familyName}`)
    },
  })
}
