import type { Context } from '@digione/contracts'
import type { StoredEvent } from './store.ts'

/**
 * Whether an event concerns somebody who works as `context`.
 *
 * At the event's school: principals and staff always, teachers of its groups, the learner it is about, and the learner's
 * guardians who hold its matter. Nobody else; an event without group and learner reaches every teacher of the school.
 * @param groups Groups that the event is about.
 */
export function concerns(
  event: Pick<StoredEvent, 'municipality' | 'school_id' | 'learner_id' | 'matter'>,
  groups: readonly string[],
  context: Context,
): boolean {
  if (context.municipality !== event.municipality || context.school?.id !== event.school_id) return false
  switch (context.role) {
    case 'principal':
    case 'staff':
      return true
    case 'teacher':
      return groups.length === 0 || groups.some((group) => context.groups.includes(group))
    case 'learner':
      return event.learner_id !== null && context.learner?.id === event.learner_id
    case 'guardian':
      return event.learner_id !== null && context.learner?.id === event.learner_id && (event.matter === null || context.matters.includes(event.matter))
    case 'municipal-admin':
    case 'operator':
    case 'vendor':
      break
  }
  return false
}
