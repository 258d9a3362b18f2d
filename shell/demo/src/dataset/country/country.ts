import type { RosterImport } from '@digione/contracts'
import { schoolYearOf, termOf } from '../calendar.ts'
import type { SchoolPlan } from '../cities.ts'
import { dataset } from '../dataset.ts'
import { fillWithFamilies } from '../families.ts'
import { RosterDraft } from '../roster-draft.ts'
import { addSchool } from '../school.ts'
import { CITIES, countryMunicipalities } from './cities.ts'
import { hetuSequence } from './hetus.ts'
import { plansOf } from './plans.ts'

/** Seven cities. */
export const MAX_ACCOUNTS = 410_000
const SCHOOL_NUMBERS = 1000

/**
 * The demo's schools and as many more as so many accounts have, in the seven cities, school by school.
 *
 * Deterministic, and never whole in memory: each part is made when it is asked for. Groups and their members stand in one part.
 *
 * @param today Any moment of the day that it is to be about.
 * @param accounts Learners, guardians and staff together, met to a school's size; at least the demo's own.
 */
export function countryRoster(today: Date, accounts: number): Iterable<RosterImport> {
  return { [Symbol.iterator]: () => parts(today, accounts) }
}

function* parts(today: Date, accounts: number): Generator<RosterImport> {
  const { roster } = dataset(today)
  yield { ...roster, municipalities: [...countryMunicipalities] }

  const hetu = hetuSequence(new Set(roster.persons.flatMap(({ keys }) => keys.map(({ value }) => value))))
  const inhabitants = CITIES.reduce((sum, city) => sum + city.inhabitants, 0)
  let personsBefore = roster.persons.length
  for (const [at, city] of CITIES.entries()) {
    const wanted = ((accounts - roster.persons.length) * city.inhabitants) / inhabitants
    let made = 0
    for (const plan of plansOf(city, (at + 2) * SCHOOL_NUMBERS)) {
      // A school that would be more beside the aim than its absence is left out.
      const part = school(today, plan, { seed: plan.school.id, personsBefore, hetu })
      if (made + part.persons.length / 2 > wanted) break
      made += part.persons.length
      personsBefore += part.persons.length
      yield part
    }
  }
}

function school(today: Date, plan: SchoolPlan, part: ConstructorParameters<typeof RosterDraft>[2]): RosterImport {
  const schoolYear = schoolYearOf(today)
  const draft = new RosterDraft(termOf(today), schoolYear, part)
  fillWithFamilies(draft, addSchool(draft, plan, schoolYear))
  return draft.roster
}
