import type { Matter, Text } from '@digione/contracts'
import { CITY_SLUGS, type CitySlug } from './cities.ts'
import type { Gender, NameLanguage, PersonName } from './names.ts'

/** Somebody who has a name of their own in the demo, rather than a drawn one. */
export interface CastMember extends PersonName {
  /** Fixed: the person's identifiers are made of it. */
  readonly key: string
  readonly gender: Gender
  readonly language: NameLanguage
  readonly nonDisclosure?: 'on'
}

export interface CastStaff extends CastMember {
  readonly school: string
  /** `own:4B` is the teacher of 4B; `principal` and `secretary` are one for each school. */
  readonly post: string
}

export interface CastChild extends CastMember {
  readonly school: string
  readonly home: string
}

/** A guardian of the family's children, or of the named ones only. */
export interface CastGuardian extends CastMember {
  readonly of?: readonly string[]
  /** @default every matter */
  readonly matters?: readonly Matter[]
}

export interface CastFamily {
  readonly guardians: readonly CastGuardian[]
  readonly children: readonly CastChild[]
}

export interface CastAdministrator extends CastMember {
  readonly municipality: CitySlug | 'digione'
  readonly role: 'municipal-admin' | 'operator'
}

const person = (key: string, gender: Gender, callingName: string, second: string, familyName: string, language: NameLanguage = 'fi') => ({
  key,
  gender,
  language,
  callingName,
  familyName,
  givenName: `${callingName} ${second}`,
})

export const castStaff: readonly CastStaff[] = [
  { ...person('opettaja-espoo', 'female', 'Hanna', 'Elina', 'Rautio'), school: 'Kaarnapolun koulu', post: 'own:4B' },
  { ...person('opettaja-2', 'male', 'Olli', 'Sakari', 'Nurminen'), school: 'Kaarnapolun koulu', post: 'own:4A' },
  { ...person('rehtori', 'male', 'Tuomas', 'Ilmari', 'Leinonen'), school: 'Kaarnapolun koulu', post: 'principal' },
  { ...person('koulusihteeri', 'female', 'Päivi', 'Kaarina', 'Hyvönen'), school: 'Kaarnapolun koulu', post: 'secretary' },
  { ...person('opettaja-vantaa', 'female', 'Kaisa', 'Maria', 'Toivonen'), school: 'Saukkopuron koulu', post: 'own:2A' },
  { ...person('larare', 'female', 'Camilla', 'Kristina', 'Granholm', 'sv'), school: 'Havsglimtens skola', post: 'own:4A' },
]

export const castFamilies: readonly CastFamily[] = [
  {
    // Two children of one guardian, each with another parent: joint custody, in two cities.
    guardians: [
      person('huoltaja', 'female', 'Katja', 'Susanna', 'Salminen'),
      { ...person('huoltaja-toinen', 'male', 'Jussi', 'Antero', 'Salminen'), of: ['oppilas-4b'] },
      { ...person('huoltaja-kolmas', 'male', 'Tommi', 'Juhani', 'Laaksonen'), of: ['lapsi-vantaa'] },
    ],
    children: [
      { ...person('oppilas-4b', 'male', 'Eino', 'Johannes', 'Salminen'), school: 'Kaarnapolun koulu', home: '4B' },
      { ...person('lapsi-vantaa', 'female', 'Lilja', 'Sofia', 'Laaksonen'), school: 'Saukkopuron koulu', home: '2A' },
    ],
  },
  {
    guardians: [person('opettaja-espoo', 'female', 'Hanna', 'Elina', 'Rautio'), person('puoliso', 'male', 'Ville', 'Matias', 'Rautio')],
    children: [{ ...person('lapsi-opettajan', 'male', 'Aatos', 'Mikael', 'Rautio'), school: 'Kettuniityn koulu', home: '8A' }],
  },
  {
    guardians: [
      person('huoltaja-lahi', 'female', 'Satu', 'Anneli', 'Oksanen'),
      { ...person('huoltaja-viestinta', 'male', 'Marko', 'Tapani', 'Kivelä'), matters: ['communication'] },
    ],
    children: [{ ...person('lapsi-kivela', 'female', 'Venla', 'Emilia', 'Kivelä'), school: 'Kaarnapolun koulu', home: '4B' }],
  },
  {
    guardians: [person('huoltaja-suojattu', 'female', 'Noora', 'Helena', 'Vainio')],
    children: [{ ...person('lapsi-suojattu', 'female', 'Iida', 'Matilda', 'Vainio'), nonDisclosure: 'on', school: 'Kaarnapolun koulu', home: '4B' }],
  },
  {
    guardians: [person('huoltaja-vantaa', 'male', 'Pekka', 'Olavi', 'Mattila'), person('huoltaja-vantaa-2', 'female', 'Jenni', 'Katariina', 'Mattila')],
    children: [{ ...person('lapsi-mattila', 'male', 'Onni', 'Eemeli', 'Mattila'), school: 'Saukkopuron koulu', home: '2A' }],
  },
  {
    guardians: [person('huoltaja-niemi', 'male', 'Lauri', 'Tapio', 'Niemi'), person('huoltaja-niemi-2', 'female', 'Reetta', 'Inkeri', 'Niemi')],
    children: [{ ...person('oppilas-2', 'female', 'Helmi', 'Aurora', 'Niemi'), school: 'Kaarnapolun koulu', home: '2A' }],
  },
  {
    guardians: [person('huoltaja-harju', 'female', 'Anu', 'Marjatta', 'Harju')],
    children: [{ ...person('lukiolainen', 'male', 'Viljami', 'Oskari', 'Harju'), school: 'Majakkarinteen lukio', home: 'second-year' }],
  },
]

const ADMINISTRATORS: Record<CitySlug, Omit<CastMember, 'key'>> = {
  espoo: person('', 'female', 'Riikka', 'Johanna', 'Seppälä'),
  vantaa: person('', 'male', 'Sami', 'Petteri', 'Hakala'),
  oulu: person('', 'female', 'Maarit', 'Hannele', 'Tolonen'),
  tampere: person('', 'male', 'Jarkko', 'Tapani', 'Koskinen'),
  turku: person('', 'female', 'Ulrika', 'Margareta', 'Lindroos', 'sv'),
}

export const castAdministrators: readonly CastAdministrator[] = [
  ...CITY_SLUGS.map((slug) => ({ ...ADMINISTRATORS[slug], key: `paakayttaja-${slug}`, municipality: slug, role: 'municipal-admin' as const })),
  { ...person('operaattori', 'male', 'Kimmo', 'Juhani', 'Peltola'), municipality: 'digione', role: 'operator' },
  // With whom the first one shares the work: where a second person approves, neither decides alone.
  { ...person('paakayttaja-espoo-2', 'male', 'Antti', 'Juhani', 'Vuorela'), municipality: 'espoo', role: 'municipal-admin' },
]

export type Provider = 'mpassid' | 'suomifi' | 'directory'

/** Whom the log-in pages offer, in this order, and what they are there to show. */
const GROUPS = {
  staff: { fi: 'Koulun henkilökunta', sv: 'Skolans personal', en: 'School staff' },
  learners: { fi: 'Oppilaat ja opiskelijat', sv: 'Elever och studerande', en: 'Learners' },
  guardians: { fi: 'Huoltajat', sv: 'Vårdnadshavare', en: 'Guardians' },
  administrators: { fi: 'Kuntien ja alustan ylläpito', sv: 'Kommunernas och plattformens förvaltning', en: 'Municipal and platform administration' },
} satisfies Record<string, Text>

/** Under which heading the log-in page shows somebody. */
export function groupOfLogin(login: string, provider: Provider): Text {
  if (provider === 'suomifi') return GROUPS.guardians
  if (provider === 'directory') return GROUPS.administrators
  return /^(oppilas|lukiolainen)/.test(login) ? GROUPS.learners : GROUPS.staff
}

export const castLogins: readonly { login: string; provider: Provider; about: Text }[] = [
  {
    login: 'opettaja-espoo',
    provider: 'mpassid',
    about: {
      fi: 'Luokanopettaja, 4B, Espoo – myös huoltaja Vantaalla',
      sv: 'Klasslärare, 4B, Esbo – också vårdnadshavare i Vanda',
      en: 'Class teacher, 4B, Espoo – also a guardian in Vantaa',
    },
  },
  { login: 'opettaja-2', provider: 'mpassid', about: { fi: 'Luokanopettaja, 4A, Espoo', sv: 'Klasslärare, 4A, Esbo', en: 'Class teacher, 4A, Espoo' } },
  { login: 'opettaja-vantaa', provider: 'mpassid', about: { fi: 'Luokanopettaja, 2A, Vantaa', sv: 'Klasslärare, 2A, Vanda', en: 'Class teacher, 2A, Vantaa' } },
  {
    login: 'larare',
    provider: 'mpassid',
    about: {
      fi: 'Luokanopettaja ruotsinkielisessä koulussa, Espoo',
      sv: 'Klasslärare i en svenskspråkig skola, Esbo',
      en: 'Class teacher in a Swedish-speaking school, Espoo',
    },
  },
  { login: 'rehtori', provider: 'mpassid', about: { fi: 'Rehtori, Espoo', sv: 'Rektor, Esbo', en: 'Principal, Espoo' } },
  { login: 'koulusihteeri', provider: 'mpassid', about: { fi: 'Koulusihteeri, Espoo', sv: 'Skolsekreterare, Esbo', en: 'School secretary, Espoo' } },
  { login: 'oppilas-2', provider: 'mpassid', about: { fi: 'Oppilas, 2. luokka, Espoo', sv: 'Elev, årskurs 2, Esbo', en: 'Pupil, grade 2, Espoo' } },
  { login: 'oppilas-4b', provider: 'mpassid', about: { fi: 'Oppilas, 4B, Espoo', sv: 'Elev, 4B, Esbo', en: 'Pupil, 4B, Espoo' } },
  {
    login: 'lukiolainen',
    provider: 'mpassid',
    about: { fi: 'Lukion opiskelija, Espoo', sv: 'Gymnasiestuderande, Esbo', en: 'Upper secondary student, Espoo' },
  },
  {
    login: 'ilman-oppijanumeroa',
    provider: 'mpassid',
    about: {
      fi: 'Sijaisopettaja, jolta puuttuu oppijanumero',
      sv: 'Vikarierande lärare utan studentnummer',
      en: 'Substitute teacher without a learner number',
    },
  },
  {
    login: 'huoltaja',
    provider: 'suomifi',
    about: {
      fi: 'Kahden lapsen huoltaja, Espoo ja Vantaa',
      sv: 'Vårdnadshavare till två barn, Esbo och Vanda',
      en: 'Guardian of two children, Espoo and Vantaa',
    },
  },
  { login: 'huoltaja-vantaa', provider: 'suomifi', about: { fi: 'Huoltaja, Vantaa', sv: 'Vårdnadshavare, Vanda', en: 'Guardian, Vantaa' } },
  {
    login: 'huoltaja-viestinta',
    provider: 'suomifi',
    about: {
      fi: 'Huoltaja, jolla on oikeus vain viestintään, Espoo',
      sv: 'Vårdnadshavare med rätt endast till kommunikation, Esbo',
      en: 'Guardian for communication only, Espoo',
    },
  },
  {
    login: 'opettaja-espoo',
    provider: 'suomifi',
    about: { fi: 'Espoolainen opettaja, huoltaja Vantaalla', sv: 'Lärare i Esbo, vårdnadshavare i Vanda', en: 'Teacher in Espoo, guardian in Vantaa' },
  },
  { login: 'paakayttaja-espoo', provider: 'directory', about: { fi: 'Pääkäyttäjä, Espoo', sv: 'Huvudanvändare, Esbo', en: 'Municipal admin, Espoo' } },
  {
    login: 'paakayttaja-espoo-2',
    provider: 'directory',
    about: { fi: 'Toinen pääkäyttäjä, Espoo', sv: 'Den andra huvudanvändaren, Esbo', en: 'The other municipal admin, Espoo' },
  },
  { login: 'paakayttaja-vantaa', provider: 'directory', about: { fi: 'Pääkäyttäjä, Vantaa', sv: 'Huvudanvändare, Vanda', en: 'Municipal admin, Vantaa' } },
  { login: 'paakayttaja-oulu', provider: 'directory', about: { fi: 'Pääkäyttäjä, Oulu', sv: 'Huvudanvändare, Uleåborg', en: 'Municipal admin, Oulu' } },
  {
    login: 'paakayttaja-tampere',
    provider: 'directory',
    about: { fi: 'Pääkäyttäjä, Tampere', sv: 'Huvudanvändare, Tammerfors', en: 'Municipal admin, Tampere' },
  },
  { login: 'paakayttaja-turku', provider: 'directory', about: { fi: 'Pääkäyttäjä, Turku', sv: 'Huvudanvändare, Åbo', en: 'Municipal admin, Turku' } },
  { login: 'operaattori', provider: 'directory', about: { fi: 'Alustan ylläpitäjä', sv: 'Plattformens operatör', en: 'Platform operator' } },
]
