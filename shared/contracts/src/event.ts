import { z } from 'zod'
import { Matter, MunicipalitySlug } from './codes.ts'
import { EventName } from './manifest.ts'

/**
 * A fact of the domain, told by the backend that owns it, as a CloudEvents 1.0 JSON envelope.
 *
 * `municipality`, `school`, `group` and `learner` are extension attributes that say whom it concerns; they decide who hears it.
 * Person identifiers are the publisher's pairwise ones and are translated for every receiver. `data` holds identifiers and
 * states rather than texts: whoever may see more asks the owner.
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
 */
export const DomainEvent = z.object({
  specversion: z.literal('1.0'),
  /** Chosen by the publisher; the same id is taken once. */
  id: z.string().min(1).max(100),
  /** The publishing module's id. */
  source: z.string().min(1).max(200),
  type: EventName,
  time: z.iso.datetime({ offset: true }),
  datacontenttype: z.literal('application/json').default('application/json'),
  municipality: MunicipalitySlug,
  school: z.string().min(1),
  group: z.string().min(1).optional(),
  learner: z.string().min(1).optional(),
  /** Guardians of `learner` hear it where their guardianship covers this; absent: all of them. */
  matter: Matter.optional(),
  data: z.record(z.string(), z.union([z.string().max(200), z.number(), z.boolean(), z.null()])).default({}),
})
export type DomainEvent = z.infer<typeof DomainEvent>
