import { MATTERS, type Matter } from '@digione/contracts'
import { castFamilies } from './cast.ts'
import type { RosterDraft } from './roster-draft.ts'
import type { Seats } from './school.ts'

const SINCE = '2020-08-01'

/** The cast's guardians. Their children have been seated with their schools. */
export function addCastFamilies(draft: RosterDraft): void {
  for (const { guardians, children } of castFamilies) {
    for (const guardian of guardians) {
      const { id } = draft.castPerson(guardian, [draft.hetu(guardian.gender)])
      for (const child of children) {
        if (guardian.of && !guardian.of.includes(child.key)) continue
        draft.roster.guardianships.push({
          guardian: id,
          learner: draft.cast(child.key).id,
          matters: [...(guardian.matters ?? MATTERS)],
          from: SINCE,
          until: null,
        })
      }
    }
  }
}

/** Fills a school's places with families of one to three children, some with two homes, some where one guardian holds few matters. */
export function fillWithFamilies(draft: RosterDraft, { plan, homes, seat }: Seats): void {
  const { random } = draft
  const places = random.shuffled(homes)
  while (places.length > 0) {
    const wanted = random.chance(0.5) ? 1 : random.chance(0.75) ? 2 : 3
    const chosen: string[] = []
    while (chosen.length < wanted) {
      const home = places.at(-1)
      if (home === undefined || chosen.includes(home)) break
      chosen.push(home)
      places.pop()
    }
    const first = draft.drawPerson(plan.language, 'adult')
    const children = chosen.map((home) => {
      const { person } = draft.drawPerson(plan.language, 'child', first.person.familyName)
      seat(person.id, home)
      return person.id
    })
    const adults = [{ ...first, matters: MATTERS as readonly Matter[] }]
    if (random.chance(0.82)) {
      const apart = random.chance(0.24)
      const second = draft.drawPerson(plan.language, 'adult', apart ? undefined : first.person.familyName)
      adults.push({ ...second, matters: apart && random.chance(0.12) ? ['communication', 'studies'] : MATTERS })
    }
    for (const { person, gender, matters } of adults) {
      person.keys.push(draft.hetu(gender))
      for (const learner of children) draft.roster.guardianships.push({ guardian: person.id, learner, matters: [...matters], from: SINCE, until: null })
    }
  }
}
