import type { Text } from './text.ts'

/** What of people the platform can release, in plain words. */
export const FIELDS = {
  identifier: {
    fi: 'tunniste, joka on vain tällä palvelulla',
    sv: 'ett id som bara den här tjänsten har',
    en: 'an identifier that only this service has',
  },
  'own-name': { fi: 'käyttäjän oma nimi', sv: 'användarens eget namn', en: 'the user’s own name' },
  role: { fi: 'rooli', sv: 'roll', en: 'role' },
  school: { fi: 'kunta ja koulu', sv: 'kommun och skola', en: 'municipality and school' },
  level: { fi: 'koulutusaste', sv: 'utbildningsnivå', en: 'level of education' },
  groups: { fi: 'ryhmät', sv: 'grupper', en: 'groups' },
  child: {
    fi: 'kenen huoltajana toimii ja missä asioissa',
    sv: 'vems vårdnadshavare personen är och i vilka ärenden',
    en: 'whose guardian somebody is, and in which matters',
  },
  names: { fi: 'oppilaiden, henkilöstön ja huoltajien nimet', sv: 'elevers, personals och vårdnadshavares namn', en: 'names of pupils, staff and guardians' },
  roles: { fi: 'ihmisten roolit kouluissa', sv: 'personers roller i skolorna', en: 'people’s roles at schools' },
  membership: { fi: 'kuka kuuluu mihinkin ryhmään', sv: 'vem som hör till vilken grupp', en: 'who belongs to which group' },
  grade: { fi: 'vuosiluokka', sv: 'årskurs', en: 'grade' },
  guardianship: { fi: 'oppilaiden huoltajat', sv: 'elevers vårdnadshavare', en: 'pupils’ guardians' },
  'non-disclosure': { fi: 'tieto turvakiellosta', sv: 'uppgift om spärrmarkering', en: 'that a person’s details are not to be disclosed' },
  services: { fi: 'mitkä palvelut ovat käytössä', sv: 'vilka tjänster som är i bruk', en: 'which services are on' },
  deciders: { fi: 'kuka päätti mitä ja milloin', sv: 'vem som beslutade vad och när', en: 'who decided what and when' },
} as const satisfies Record<string, Text>
export type Field = keyof typeof FIELDS

/** What comes with each token that a module sends to its vendor's API, whatever its scopes. */
export const FIELDS_OF_TOKEN = ['identifier', 'own-name', 'role', 'school', 'level', 'groups', 'child'] as const satisfies readonly Field[]

/** The scope by which a module's backend reads people, groups and schools. */
export const ROSTER = 'roster.groups'

/** What the platform releases for a scope. One that is not here is about data that the service itself makes. */
const FIELDS_OF_SCOPE: Readonly<Record<string, readonly Field[]>> = {
  [ROSTER]: ['names', 'roles', 'school', 'membership', 'grade', 'guardianship', 'non-disclosure'],
  'entitlements.read': ['services'],
  'entitlements.manage': ['services'],
  'audit.read': ['deciders'],
}

export const fieldsOfScope = (scope: string): readonly Field[] => FIELDS_OF_SCOPE[scope] ?? []
