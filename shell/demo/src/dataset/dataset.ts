import type { RosterImport } from '@digione/contracts'
import { schoolYearOf, termOf } from './calendar.ts'
import { castAdministrators } from './cast.ts'
import { municipalities, schoolPlans } from './cities.ts'
import { addCastFamilies, fillWithFamilies } from './families.ts'
import { demoPeople, type DemoPerson } from './people.ts'
import { RosterDraft } from './roster-draft.ts'
import { addSchool } from './school.ts'

export interface Dataset {
  readonly roster: RosterImport
  readonly people: readonly DemoPerson[]
}

/**
 * Five cities' schools and everybody in them, and the people whom the log-in pages offer.
 *
 * The same for every day of a term: names and identifiers never change, dates follow the term.
 * @param today Any moment of the day that the demo is to be about.
 */
export function dataset(today: Date): Dataset {
  const schoolYear = schoolYearOf(today)
  const draft = new RosterDraft(termOf(today), schoolYear)
  draft.roster.municipalities.push(...municipalities)
  const seats = schoolPlans.map((plan) => addSchool(draft, plan, schoolYear))
  addCastFamilies(draft)
  for (const seat of seats) fillWithFamilies(draft, seat)
  castAdministrators.forEach((member, at) => {
    const person = draft.castPerson(member, [{ scheme: 'employee', value: `${member.municipality}-${10_401 + at * 37}` }])
    // Administrators sign in with their directory; the national learner number is for learners and school staff.
    person.learnerNumber = null
    draft.roster.affiliations.push({
      person: person.id,
      municipality: member.municipality,
      school: null,
      role: member.role,
      level: null,
      state: null,
      from: '2020-08-01',
      until: null,
    })
  })
  addSubstitute(draft)
  return { roster: draft.roster, people: demoPeople({ roster: draft.roster, cast: (key) => draft.cast(key) }) }
}

/** A substitute teacher whose learner number has not been assigned: MPASSid tells none, so the platform can't know them. */
function addSubstitute(draft: RosterDraft): void {
  const person = draft.castPerson({
    key: 'ilman-oppijanumeroa',
    gender: 'male',
    language: 'fi',
    callingName: 'Ari',
    givenName: 'Ari Kalevi',
    familyName: 'Pesonen',
  })
  person.learnerNumber = null
  const school = draft.roster.schools[0]
  if (school)
    draft.roster.affiliations.push({
      person: person.id,
      municipality: school.municipality,
      school: school.id,
      role: 'teacher',
      level: 'perusopetus',
      state: null,
      from: draft.yearFrom,
      until: null,
    })
}
