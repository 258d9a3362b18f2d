import { z } from 'zod'
import { Level, Matter, MunicipalitySlug, Role } from './codes.ts'
import { Text } from './text.ts'

/** The learner whom a context is about. The identifier is pairwise: it differs from vendor to vendor. */
export const ContextLearner = z.object({
  id: z.string(),
  givenName: z.string(),
  name: z.string(),
  grade: z.number().int().min(0).max(14).nullable(),
  /** The name of the learner's home group, such as `4B`. */
  group: z.string().nullable(),
})
export type ContextLearner = z.infer<typeof ContextLearner>

/**
 * What a person is working as: one municipality, school, role, learner and education level.
 *
 * A person has several. A context is a value: whatever was mounted with it keeps it.
 */
export const Context = z.object({
  /** Opaque and stable: the same person in the same position has the same one. */
  id: z.string(),
  municipality: MunicipalitySlug,
  municipalityName: Text,
  school: z.object({ id: z.string(), name: Text }).nullable(),
  role: Role,
  learner: ContextLearner.nullable(),
  level: Level.nullable(),
  /** Identifiers of the roster groups that the person, or the learner, belongs to here. */
  groups: z.array(z.string()),
  /** For guardians: what the guardianship covers. Empty in other roles. */
  matters: z.array(Matter),
})
export type Context = z.infer<typeof Context>

/** A context of the person that this log-in's assurance does not open. Tells that it exists and how to open it, and nothing about a learner. */
export const LockedContext = z.object({
  municipality: MunicipalitySlug,
  municipalityName: Text,
  role: Role,
  /** The upstream identity provider that opens it. */
  opensWith: z.object({ provider: z.string(), name: Text }),
})
export type LockedContext = z.infer<typeof LockedContext>
