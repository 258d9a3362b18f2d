import type { RosterImport } from '@digione/contracts'
import type { CastMember } from './cast.ts'
import type { Term } from './calendar.ts'
import { personOid, testHetu } from './identifiers.ts'
import { familyName, givenNames, type Gender, type NameLanguage, type PersonName } from './names.ts'
import { Random, uuidOf } from './random.ts'

type Person = RosterImport['persons'][number]

/** What a draft that is one part of a larger roster is told, so that no two parts give the same thing. */
export interface PartOf {
  readonly seed: string
  /** How many persons the parts before it have. */
  readonly personsBefore: number
  /** A personal identity code that no other part gives. */
  hetu(gender: Gender): string
}

/** A roster while it is being written. */
export class RosterDraft {
  readonly roster: RosterImport = { municipalities: [], schools: [], persons: [], groups: [], enrolments: [], affiliations: [], guardianships: [] }
  readonly random: Random
  readonly term: Term
  /** First day of the present school year. */
  readonly yearFrom: string
  readonly #byKey = new Map<string, Person>()
  readonly #hetus = new Set<string>()
  readonly #part: PartOf | null

  constructor(term: Term, schoolYear: number, part: PartOf | null = null) {
    this.#part = part
    this.random = new Random(part?.seed ?? 'DigiOne')
    this.term = term
    this.yearFrom = `${schoolYear}-08-01`
  }

  /** The cast's person, made on first use: a teacher may also be somebody's guardian. */
  castPerson(member: CastMember, keys: Person['keys'] = []): Person {
    const known = this.#byKey.get(member.key)
    const person = known ?? this.#add(`cast ${member.key}`, member, member.language, member.nonDisclosure ?? 'off')
    this.#byKey.set(member.key, person)
    person.keys.push(...keys.filter((key) => !person.keys.some((other) => other.scheme === key.scheme)))
    return person
  }

  /** The cast's person of that key. @throws {RangeError} where there is none. */
  cast(key: string): Person {
    const person = this.#byKey.get(key)
    if (!person) throw new RangeError(`Nobody is called ${key}`)
    return person
  }

  drawPerson(language: NameLanguage, age: 'adult' | 'child', family?: string): { person: Person; gender: Gender } {
    const gender = this.random.chance(0.5) ? 'female' : 'male'
    const name = { ...givenNames(this.random, language, gender, age), familyName: family ?? familyName(this.random, language) }
    return { person: this.#add(`drawn ${this.#count}`, name, language, 'off'), gender }
  }

  /** A personal identity code for an adult, from the test range, given once. */
  hetu(gender: Gender): Person['keys'][number] {
    if (this.#part) return { scheme: 'hetu', value: this.#part.hetu(gender) }
    for (;;) {
      const pad = (value: number) => String(value).padStart(2, '0')
      const born = `${this.random.between(1969, 1996)}-${pad(this.random.between(1, 12))}-${pad(this.random.between(1, 28))}`
      const individual = 900 + this.random.between(0, 48) * 2 + (gender === 'male' ? 1 : 0)
      const value = testHetu(born, individual)
      if (this.#hetus.has(value)) continue
      this.#hetus.add(value)
      return { scheme: 'hetu', value }
    }
  }

  /** Of all parts so far. */
  get #count(): number {
    return (this.#part?.personsBefore ?? 0) + this.roster.persons.length
  }

  #add(label: string, { familyName, givenName, callingName }: PersonName, language: NameLanguage, nonDisclosure: Person['nonDisclosure']): Person {
    const person: Person = {
      id: uuidOf(label),
      learnerNumber: personOid(20_000_000 + this.#count),
      familyName,
      givenName,
      callingName,
      language,
      nonDisclosure,
      keys: [],
    }
    this.roster.persons.push(person)
    return person
  }
}
