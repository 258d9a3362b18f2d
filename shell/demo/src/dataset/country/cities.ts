import type { Municipality } from '@digione/contracts'
import { municipalities } from '../cities.ts'
import { organisationOid } from '../identifiers.ts'

/** One of the seven founding cities, and its part of all accounts. */
export interface City {
  readonly slug: string
  /** By population, of the seven together: Statistics Finland, end of 2024, to the thousand. */
  readonly inhabitants: number
  /** Of its pupils, who go to school in Swedish. */
  readonly swedish: number
}

export const CITIES: readonly City[] = [
  { slug: 'espoo', inhabitants: 320_000, swedish: 0.07 },
  { slug: 'tampere', inhabitants: 260_000, swedish: 0 },
  { slug: 'vantaa', inhabitants: 251_000, swedish: 0.03 },
  { slug: 'oulu', inhabitants: 216_000, swedish: 0 },
  { slug: 'turku', inhabitants: 206_000, swedish: 0.06 },
  { slug: 'jyvaskyla', inhabitants: 149_000, swedish: 0 },
  { slug: 'lahti', inhabitants: 121_000, swedish: 0 },
]

/** The two that joined in 2021. The demo does without them. */
const JOINED: readonly Municipality[] = (
  [
    { slug: 'jyvaskyla', code: '179', name: { fi: 'Jyväskylä', sv: 'Jyväskylä', en: 'Jyväskylä' }, brand: '#1f5f8b' },
    { slug: 'lahti', code: '398', name: { fi: 'Lahti', sv: 'Lahtis', en: 'Lahti' }, brand: '#9c2f1f' },
  ] as const
).map(({ code, ...city }, at) => ({
  ...city,
  kind: 'municipality',
  code: `kunta_${code}`,
  oid: organisationOid(105 + at),
  languages: ['fi'],
  contact: { email: `digione@${city.slug}.example`, phone: `+358 9 555 0${code}` },
}))

/** The seven cities and the platform's own tenant. */
export const countryMunicipalities: readonly Municipality[] = [...municipalities, ...JOINED]
