import type { Municipality, School } from '@digione/contracts'
import { organisationOid } from './identifiers.ts'
import type { NameLanguage } from './names.ts'

/** A school to be filled with people: which grades it has, and how many parallel groups of each. */
export interface SchoolPlan {
  readonly school: School
  readonly language: NameLanguage
  readonly kind: 'class-teachers' | 'subject-teachers' | 'both' | 'upper-secondary'
  /** Letters of the parallel groups, such as `AB`. */
  readonly parallels: string
}

const FOUNDERS = [
  { slug: 'espoo', code: '049', name: { fi: 'Espoo', sv: 'Esbo', en: 'Espoo' }, languages: ['fi', 'sv'], brand: '#0a5fb4' },
  { slug: 'vantaa', code: '092', name: { fi: 'Vantaa', sv: 'Vanda', en: 'Vantaa' }, languages: ['fi', 'sv'], brand: '#8a1f5c' },
  { slug: 'oulu', code: '564', name: { fi: 'Oulu', sv: 'Uleåborg', en: 'Oulu' }, languages: ['fi'], brand: '#a8135a' },
  { slug: 'tampere', code: '837', name: { fi: 'Tampere', sv: 'Tammerfors', en: 'Tampere' }, languages: ['fi'], brand: '#22437b' },
  { slug: 'turku', code: '853', name: { fi: 'Turku', sv: 'Åbo', en: 'Turku' }, languages: ['fi', 'sv'], brand: '#1d6a3f' },
] as const

export type CitySlug = (typeof FOUNDERS)[number]['slug']
export const CITY_SLUGS: readonly CitySlug[] = FOUNDERS.map((city) => city.slug)

export const municipalities: readonly Municipality[] = [
  ...FOUNDERS.map((city, at): Municipality => ({
    slug: city.slug,
    kind: 'municipality',
    code: `kunta_${city.code}`,
    oid: organisationOid(100 + at),
    name: city.name,
    languages: [...city.languages],
    brand: city.brand,
    contact: { email: `digione@${city.slug}.example`, phone: `+358 9 555 0${city.code}` },
  })),
  {
    slug: 'digione',
    kind: 'platform',
    code: null,
    oid: organisationOid(199),
    name: { fi: 'DigiOne', sv: 'DigiOne', en: 'DigiOne' },
    languages: ['fi', 'sv', 'en'],
    brand: '#3b3f8f',
    contact: { email: 'operaattori@digione.example', phone: null },
  },
]

const BASIC_BELLS: School['bells'] = [
  ['08:15', '09:00'],
  ['09:15', '10:00'],
  ['10:15', '11:00'],
  ['11:30', '12:15'],
  ['12:30', '13:15'],
  ['13:30', '14:15'],
  ['14:25', '15:10'],
]
const LUKIO_BELLS: School['bells'] = [
  ['08:15', '09:30'],
  ['09:45', '11:00'],
  ['11:40', '12:55'],
  ['13:10', '14:25'],
  ['14:35', '15:50'],
]

type Line = [municipality: CitySlug, name: string, kind: SchoolPlan['kind'], parallels: string, language?: NameLanguage]

/** Invented schools. The first of Espoo is where the demo people meet. */
const LINES: readonly Line[] = [
  ['espoo', 'Kaarnapolun koulu', 'class-teachers', 'AB'],
  ['espoo', 'Poijurannan koulu', 'subject-teachers', 'AB'],
  ['espoo', 'Havsglimtens skola', 'class-teachers', 'A', 'sv'],
  ['espoo', 'Majakkarinteen lukio', 'upper-secondary', 'A'],
  ['vantaa', 'Saukkopuron koulu', 'class-teachers', 'A'],
  ['vantaa', 'Kettuniityn koulu', 'both', 'A'],
  ['vantaa', 'Kotkansiiven lukio', 'upper-secondary', 'A'],
  ['oulu', 'Tervapolun koulu', 'class-teachers', 'A'],
  ['oulu', 'Revontulen koulu', 'both', 'A'],
  ['tampere', 'Tehtaanpillin koulu', 'class-teachers', 'A'],
  ['tampere', 'Harjunlaen koulu', 'both', 'A'],
  ['turku', 'Jokilautan koulu', 'class-teachers', 'A'],
  ['turku', 'Tammenterhon koulu', 'both', 'A'],
  ['turku', 'Skärgårdsvindens skola', 'class-teachers', 'A', 'sv'],
]

interface SchoolLine {
  readonly municipality: string
  readonly name: string
  readonly kind: SchoolPlan['kind']
  readonly language: NameLanguage
}

/** @param number Among all schools; its identifiers are made of it. */
export function schoolOf({ municipality, name, kind, language }: SchoolLine, number: number): School {
  return {
    id: organisationOid(1000 + number),
    number: String(10_000 + number),
    municipality,
    // A school's name is a name: it stays as it is in every language.
    name: { fi: name, sv: name, en: name },
    language,
    levels: [kind === 'upper-secondary' ? 'lukiokoulutus' : 'perusopetus'],
    type: kind === 'upper-secondary' ? '15' : '11',
    bells: kind === 'upper-secondary' ? LUKIO_BELLS : BASIC_BELLS,
  }
}

export const schoolPlans: readonly SchoolPlan[] = LINES.map(([municipality, name, kind, parallels, language = 'fi'], at) => ({
  kind,
  language,
  parallels,
  // The demo's own have numbers that no real school has.
  school: { ...schoolOf({ municipality, name, kind, language }, at), number: String(99_101 + at) },
}))
