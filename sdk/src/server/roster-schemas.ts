import { Text } from '@digione/contracts'
import { z } from 'zod'

/** A reference to another roster object. */
export const RosterRef = z.object({ sourcedId: z.string(), type: z.string().optional() })
export type RosterRef = z.infer<typeof RosterRef>

const Base = { sourcedId: z.string(), status: z.string().default('active') }

export const RosterSchool = z.object({
  ...Base,
  name: z.string(),
  type: z.string(),
  identifier: z.string().optional(),
  metadata: z
    .object({
      'digione.municipality': z.string(),
      /** Start and end of each lesson of the day, `HH:MM`, from the first. */
      'digione.bells': z.array(z.tuple([z.string(), z.string()])).default([]),
      'digione.language': z.string().default('fi'),
      'digione.name': Text.optional(),
    })
    .loose(),
})
export type RosterSchool = z.infer<typeof RosterSchool>

export const RosterClass = z.object({
  ...Base,
  title: z.string(),
  classCode: z.string().optional(),
  classType: z.enum(['homeroom', 'scheduled']),
  /** Room. */
  location: z.string().optional(),
  grades: z.array(z.string()).default([]),
  subjects: z.array(z.string()).default([]),
  subjectCodes: z.array(z.string()).default([]),
  course: RosterRef.optional(),
  school: RosterRef,
  terms: z.array(RosterRef).default([]),
  /** Weekday and slot of each weekly lesson: `1-2` is Monday's second. */
  periods: z.array(z.string()).default([]),
  metadata: z.object({ 'digione.level': z.string().nullish() }).loose().default({}),
})
export type RosterClass = z.infer<typeof RosterClass>

const RosterRole = z.object({ roleType: z.string().optional(), role: z.string(), org: RosterRef }).loose()

export const RosterUser = z.object({
  ...Base,
  /** This vendor's own identifier of the person is `sourcedId`; it is the `sub` and `learner` of module tokens. */
  givenName: z.string(),
  familyName: z.string(),
  preferredFirstName: z.string().nullish(),
  enabledUser: z.union([z.boolean(), z.string()]).optional(),
  roles: z.array(RosterRole).default([]),
  /** Guardians of a learner, or learners of a guardian. */
  agents: z.array(RosterRef).default([]),
  grades: z.array(z.string()).default([]),
  metadata: z
    .object({
      'digione.guardianship': z.array(z.object({ learner: z.string().optional(), guardian: z.string().optional(), matters: z.array(z.string()) })).default([]),
      /** A non-disclosure order is on, or nobody knows: show no school, address or family. */
      'digione.nonDisclosure': z.boolean().default(false),
    })
    .loose()
    .default({ 'digione.guardianship': [], 'digione.nonDisclosure': false }),
})
export type RosterUser = z.infer<typeof RosterUser>

export const RosterEnrollment = z.object({
  ...Base,
  user: RosterRef,
  class: RosterRef,
  school: RosterRef,
  role: z.string(),
  /** Of a teacher: the group's own supervisor. */
  primary: z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')]).default(false),
  beginDate: z.string().optional(),
  endDate: z.string().optional(),
})
export type RosterEnrollment = z.infer<typeof RosterEnrollment>

export const RosterTerm = z.object({
  ...Base,
  title: z.string(),
  type: z.string(),
  startDate: z.string(),
  endDate: z.string(),
  schoolYear: z.union([z.string(), z.number()]).optional(),
})
export type RosterTerm = z.infer<typeof RosterTerm>

export const RosterCourse = z.object({
  ...Base,
  title: z.string(),
  courseCode: z.string().optional(),
  subjects: z.array(z.string()).default([]),
  subjectCodes: z.array(z.string()).default([]),
})
export type RosterCourse = z.infer<typeof RosterCourse>
