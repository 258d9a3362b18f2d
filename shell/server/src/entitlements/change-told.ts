import { Decision } from '@digione/contracts'
import { z } from '@hono/zod-openapi'
import type { Kysely } from 'kysely'
import type { Schema } from '../db/schema.ts'
import type { Change } from './changes.ts'

const Who = z.object({ name: z.string().nullable(), isYou: z.boolean() })

/** A change as administrators are told of it. */
export const ChangeTold = z.object({
  id: z.guid(),
  number: z.number().int(),
  state: z.enum(['draft', 'waiting', 'made', 'discarded']),
  decisions: z.array(Decision),
  /** Whether a second person is to approve changes from then on; `null`: it is not about that. */
  fourEyes: z.boolean().nullable(),
  /** The change that it takes back. */
  reverts: z.object({ id: z.guid(), number: z.number().int(), decisions: z.array(Decision), fourEyes: z.boolean().nullable() }).nullable(),
  /** The change that took it back. */
  revertedBy: z.object({ id: z.guid(), number: z.number().int() }).nullable(),
  note: z.string(),
  revision: z.number().int(),
  base: z.number().int(),
  planned: z.object({ by: Who, at: z.iso.datetime() }),
  edited: z.object({ by: Who, at: z.iso.datetime() }),
  sentBack: z.object({ by: Who, at: z.iso.datetime(), reason: z.string() }).nullable(),
  made: z.object({ by: Who, at: z.iso.datetime() }).nullable(),
})

/** Adds names to changes, for the person who asks. */
export async function tell(trx: Kysely<Schema>, changes: readonly Change[], personId: string): Promise<z.infer<typeof ChangeTold>[]> {
  if (changes.length === 0) return []
  const people = [...new Set(changes.flatMap((one) => [one.created_by, one.edited_by, one.made_by, one.sent_back?.by ?? null]).filter((id) => id !== null))]
  const persons = people.length === 0 ? [] : await trx.selectFrom('persons').select(['id', 'calling_name', 'family_name']).where('id', 'in', people).execute()
  const names = new Map(persons.map(({ id, calling_name, family_name }) => [id, `${calling_name} ${family_name}`]))
  const who = (id: string | null) => ({ name: (id !== null && names.get(id)) || null, isYou: id === personId })
  const others = await trx
    .selectFrom('changes')
    .select(['id', 'number', 'reverts', 'state', 'decisions', 'four_eyes'])
    .where((is) =>
      is.or([
        is(
          'id',
          'in',
          changes.map(({ reverts, id }) => reverts ?? id),
        ),
        is(
          'reverts',
          'in',
          changes.map(({ id }) => id),
        ),
      ]),
    )
    .execute()
  return changes.map((one) => {
    const reverted = others.find(({ id }) => id === one.reverts)
    const reverting = others.find(({ reverts, state }) => reverts === one.id && state === 'made')
    return {
      id: one.id,
      number: one.number,
      state: one.state,
      decisions: one.decisions,
      fourEyes: one.four_eyes,
      reverts: reverted ? { id: reverted.id, number: reverted.number, decisions: reverted.decisions, fourEyes: reverted.four_eyes } : null,
      revertedBy: reverting ? { id: reverting.id, number: reverting.number } : null,
      note: one.note,
      revision: one.revision,
      base: one.base,
      planned: { by: who(one.created_by), at: one.created_at.toISOString() },
      edited: { by: who(one.edited_by), at: one.edited_at.toISOString() },
      sentBack: one.sent_back && { by: who(one.sent_back.by), at: one.sent_back.at, reason: one.sent_back.reason },
      made: one.made_at && { by: who(one.made_by), at: one.made_at.toISOString() },
    }
  })
}
