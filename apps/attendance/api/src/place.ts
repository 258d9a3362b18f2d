import { DigiOneError } from '@digione/sdk/server'
import type { ModuleCaller, Role } from '@digione/sdk/server'

/** Where the caller works: every row that is read or written stands in this municipality and school. */
export interface Place {
  readonly municipality: string
  readonly school: string
}

/**
 * Lets a caller through in one of `roles` at a school.
 * @throws {DigiOneError} NOT_ALLOWED
 */
export function requireRole(caller: ModuleCaller, roles: readonly Role[], what: string): Place {
  const { role, municipality, school } = caller.context
  if (!roles.includes(role)) throw new DigiOneError('NOT_ALLOWED', `A ${role}`, what)
  if (school === null) throw new DigiOneError('NOT_ALLOWED', `A ${role} without a school`, what)
  return { municipality, school }
}

/**
 * Lets a teacher through to a group of their own.
 * @throws {DigiOneError} NOT_ALLOWED
 */
export function requireOwnGroup(caller: ModuleCaller, group: string): Place {
  const place = requireRole(caller, ['teacher'], 'open the lessons of a group')
  if (!caller.context.groups.includes(group)) throw new DigiOneError('NOT_ALLOWED', 'A teacher', "open the lessons of another teacher's group")
  return place
}

/**
 * Lets through the guardian of this very learner in the matter of attendance, and the learner.
 * @throws {DigiOneError} NOT_ALLOWED
 */
export function requireLearner(caller: ModuleCaller, learner: string): Place {
  const place = requireRole(caller, ['guardian', 'learner'], "read a learner's absences")
  if (caller.context.learner !== learner) throw new DigiOneError('NOT_ALLOWED', `A ${caller.context.role}`, "read another learner's absences")
  if (caller.context.role === 'guardian' && !caller.context.matters.includes('attendance'))
    throw new DigiOneError('NOT_ALLOWED', 'A guardian whose guardianship does not cover attendance', "read the learner's absences")
  return place
}
