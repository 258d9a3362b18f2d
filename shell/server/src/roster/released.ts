import type { CollectionName } from './collections.ts'
import { type Kysely, sql } from 'kysely'
import type { Schema } from '../db/schema.ts'
import type { Row } from './oneroster-objects.ts'

/** What of people's is in an answer: they themselves, or in which groups they are. */
export const RELEASED = ['people', 'membership'] as const
export type ReleasedKind = (typeof RELEASED)[number]

const KIND_OF: Partial<Record<CollectionName, ReleasedKind>> = { users: 'people', students: 'people', teachers: 'people', enrollments: 'membership' }

/** The schools that a row of people's is of. */
const schoolsOf = ({ school_id, roles }: Row): readonly unknown[] =>
  school_id === undefined ? (roles as readonly { readonly school: string }[]).map(({ school }) => school) : [school_id]

/** Of whom an answer tells: how many of each municipality. Somebody of two counts in both. */
export function peopleIn(rows: readonly Row[], municipalityOf: ReadonlyMap<string, string>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const row of rows)
    for (const municipality of new Set(schoolsOf(row).map((school) => municipalityOf.get(String(school)))))
      if (municipality !== undefined) counts.set(municipality, (counts.get(municipality) ?? 0) + 1)
  return counts
}

/**
 * Counts what an answer releases, in the answer's own transaction: what is not counted is not released. Answers without people count for nothing.
 *
 * @param now Milliseconds since the epoch.
 */
export async function countReleased(
  trx: Kysely<Schema>,
  module: string,
  collection: CollectionName,
  { rows, municipalityOf, now }: { readonly rows: readonly Row[]; readonly municipalityOf: ReadonlyMap<string, string>; readonly now: number },
): Promise<void> {
  const kind = KIND_OF[collection]
  if (kind === undefined) return
  const at = new Date(now)
  // In one order, so that no two answers wait for each other.
  for (const [municipality, people] of [...peopleIn(rows, municipalityOf)].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    await trx
      .insertInto('released')
      .values({ municipality, module, month: at.toISOString().slice(0, 7), kind, answers: 1, people, last_at: at })
      .onConflict((conflict) =>
        conflict.columns(['municipality', 'module', 'month', 'kind']).doUpdateSet({
          answers: sql`released.answers + 1`,
          people: sql`released.people + excluded.people`,
          last_at: sql`excluded.last_at`,
        }),
      )
      .execute()
}

export interface ReleasedInMonth {
  /** `2026-12` */
  readonly month: string
  readonly kind: ReleasedKind
  readonly answers: number
  readonly people: number
}

/** How many months are told of. */
const MONTHS = 12

/** What a module's backend was given of a municipality, the last month first. For the inside of `inMunicipality`. */
export async function releasedTo(trx: Kysely<Schema>, municipality: string, module: string): Promise<ReleasedInMonth[]> {
  return trx
    .selectFrom('released')
    .select(['month', 'kind', 'answers', 'people'])
    .where('municipality', '=', municipality)
    .where('module', '=', module)
    .orderBy('month', 'desc')
    .orderBy('kind', 'desc')
    .limit(MONTHS * RELEASED.length)
    .execute()
}
