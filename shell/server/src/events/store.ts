import { DigiOneError, type DomainEvent } from '@digione/contracts'
import type { Kysely, Selectable } from 'kysely'
import { notify } from '../db/notifications.ts'
import { z } from 'zod'
import { asPlatform } from '../db/scope.ts'
import type { EventRow, Schema } from '../db/schema.ts'
import type { SchoolsWhereOn } from '../entitlements/schools-where-on.ts'

export type StoredEvent = Selectable<EventRow>

/**
 * Takes a fact that a module's backend tells, once, and lets every instance know.
 *
 * @param schoolsWhereOn Tells where the publisher's module is on.
 * @param unmask Gives the person behind the publisher's own identifier.
 * @returns Whether it is new: the same source and id again change nothing.
 * @throws {DigiOneError} NOT_ALLOWED where the module does not publish this type or is not on at the school, NOT_FOUND for a
 *   group or a learner that is not there.
 */
export async function takeEvent(
  db: Kysely<Schema>,
  schoolsWhereOn: SchoolsWhereOn,
  module: string,
  event: DomainEvent,
  unmask: (id: string) => string | null,
): Promise<boolean> {
  if (event.source !== module) throw new DigiOneError('NOT_ALLOWED', module, `publish as ${event.source}`)
  return asPlatform(db, async (trx) => {
    const heads = await trx
      .selectFrom('channel_heads')
      .innerJoin('releases', 'releases.id', 'channel_heads.release')
      .select('manifest')
      .where('channel_heads.module', '=', module)
      .execute()
    const publishes = heads.some(({ manifest }) => manifest.isolation !== 'link' && manifest.publishes.includes(event.type))
    if (!publishes) throw new DigiOneError('NOT_ALLOWED', module, `publish ${event.type}: its manifest does not list it under "publishes"`)
    const schools = await schoolsWhereOn(trx, module)
    if (schools.get(event.school) !== event.municipality)
      throw new DigiOneError('NOT_ALLOWED', module, `publish for school ${event.school}: it is not on there`)

    if (event.group !== undefined) {
      const isId = z.guid().safeParse(event.group).success
      const group = isId ? await trx.selectFrom('groups').select('school_id').where('id', '=', event.group).executeTakeFirst() : undefined
      if (group?.school_id !== event.school) throw new DigiOneError('NOT_FOUND', `group ${event.group} at school ${event.school}`)
    }
    const learner = event.learner === undefined ? null : unmask(event.learner)
    if (event.learner !== undefined) {
      const here = learner
        ? await trx
            .selectFrom('affiliations')
            .select('person_id')
            .where('person_id', '=', learner)
            .where('school_id', '=', event.school)
            .where('role', '=', 'learner')
            .executeTakeFirst()
        : undefined
      if (!here) throw new DigiOneError('NOT_FOUND', `learner ${event.learner} at school ${event.school}`)
    }
    const added = await trx
      .insertInto('events')
      .values({
        source: event.source,
        id: event.id,
        municipality: event.municipality,
        school_id: event.school,
        group_id: event.group ?? null,
        learner_id: learner,
        type: event.type,
        matter: event.matter ?? null,
        time: event.time,
        data: JSON.stringify(event.data),
      })
      .onConflict((conflict) => conflict.columns(['source', 'id']).doNothing())
      .returning('seq')
      .executeTakeFirst()
    if (!added) return false
    await notify(trx, { kind: 'event', seq: added.seq })
    return true
  })
}

/** Groups that an event is about: the one it names, else those of its learner at the school. */
export async function groupsOfEvent(trx: Kysely<Schema>, { group_id, learner_id, school_id }: StoredEvent): Promise<string[]> {
  if (group_id !== null) return [group_id]
  if (learner_id === null) return []
  const rows = await trx
    .selectFrom('enrolments')
    .innerJoin('groups', 'groups.id', 'enrolments.group_id')
    .select('group_id')
    .where('person_id', '=', learner_id)
    .where('groups.school_id', '=', school_id)
    .execute()
  return rows.map((row) => row.group_id)
}
