import { z } from 'zod'
import { Level, Matter, MunicipalitySlug, NonDisclosure, Oid, Role, Subject } from './codes.ts'
import { Locale, Text } from './text.ts'

const Day = z.iso.date()
const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const PersonId = z.uuid()
const Hex = z.string().regex(/^#[0-9a-f]{6}$/)

/** A municipality, or the platform's own operator (`kind: "platform"`), as the roster knows it. */
export const Municipality = z.object({
  slug: MunicipalitySlug,
  kind: z.enum(['municipality', 'platform']),
  /** `kunta_049` */
  code: z
    .string()
    .regex(/^kunta_\d{3}$/)
    .nullable(),
  oid: Oid,
  name: Text,
  languages: z.array(Locale).min(1),
  /** `#rrggbb` */
  brand: Hex,
  contact: z.object({ email: z.email(), phone: z.string().nullable() }),
})
export type Municipality = z.infer<typeof Municipality>

export const School = z.object({
  id: Oid,
  /** Oppilaitosnumero, five digits. */
  number: z.string().regex(/^\d{5}$/),
  municipality: MunicipalitySlug,
  name: Text,
  language: Locale,
  levels: z.array(Level).min(1),
  /** Oppilaitostyyppi: 11 basic, 15 lukio, 19 combined, 21 vocational. */
  type: z.enum(['11', '15', '19', '21']),
  /** Start and end of each lesson slot, from the day's first. */
  bells: z.array(z.tuple([ClockTime, ClockTime])),
})
export type School = z.infer<typeof School>

export const Person = z.object({
  id: PersonId,
  /** Oppijanumero. */
  learnerNumber: Oid.nullable(),
  familyName: z.string().min(1),
  givenName: z.string().min(1),
  /** Kutsumanimi: what the person is called. */
  callingName: z.string().min(1),
  language: Locale,
  nonDisclosure: NonDisclosure,
  /** Other keys by which an identity provider knows the person, such as `{ scheme: 'hetu' }`. Stored only as a keyed hash. */
  keys: z.array(z.object({ scheme: z.string(), value: z.string() })),
})
export type Person = z.infer<typeof Person>

export const Group = z.object({
  id: z.uuid(),
  school: Oid,
  /** A home group (class 4B) or a teaching group of one subject. */
  kind: z.enum(['home', 'teaching']),
  name: z.string().min(1),
  grade: z.number().int().min(0).max(14).nullable(),
  level: Level,
  subject: Subject.nullable(),
  /** Lesson slots of a week, weekday (1 Monday … 5 Friday) and slot (from 1): `1-2`. Home groups have none. */
  periods: z.array(z.string().regex(/^[1-7]-\d{1,2}$/)),
  room: z.string().nullable(),
  term: z.object({ from: Day, until: Day }),
})
export type Group = z.infer<typeof Group>

/** Somebody's membership of a group. `supervisor` is the home group's own teacher (luokanvalvoja). */
export const Enrolment = z.object({
  person: PersonId,
  group: z.uuid(),
  role: z.enum(['learner', 'teacher', 'supervisor']),
  from: Day,
  until: Day.nullable(),
})
export type Enrolment = z.infer<typeof Enrolment>

/** A role that somebody has at a school, or in the whole municipality where `school` is `null`. */
export const Affiliation = z.object({
  person: PersonId,
  municipality: MunicipalitySlug,
  school: Oid.nullable(),
  role: Role.exclude(['guardian']),
  level: Level.nullable(),
  /** Study-right state, for learners. */
  state: z.enum(['lasna', 'valiaikaisestikeskeytynyt', 'eronnut', 'valmistunut']).nullable(),
  from: Day,
  until: Day.nullable(),
})
export type Affiliation = z.infer<typeof Affiliation>

export const Guardianship = z.object({ guardian: PersonId, learner: PersonId, matters: z.array(Matter).min(1), from: Day, until: Day.nullable() })
export type Guardianship = z.infer<typeof Guardianship>

/** A whole roster, as it is loaded into the platform. */
export const RosterImport = z.object({
  municipalities: z.array(Municipality),
  schools: z.array(School),
  persons: z.array(Person),
  groups: z.array(Group),
  enrolments: z.array(Enrolment),
  affiliations: z.array(Affiliation),
  guardianships: z.array(Guardianship),
})
export type RosterImport = z.infer<typeof RosterImport>
