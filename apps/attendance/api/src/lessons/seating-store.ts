import { DigiOneError } from '@digione/sdk/server'
import { z } from 'zod'
import type { Database } from '../database.ts'
import type { Place } from '../place.ts'
import type { Seating } from '../wire.ts'
import type { Hand } from './mark-store.ts'

/** A classroom's usual row, until a teacher says otherwise. */
const COLUMNS = 6
export const MAX_COLUMNS = 8
/** More places than any classroom has. */
export const MAX_SEATS = 80

const Row = z.object({ columns: z.number(), seats: z.string(), version: z.number() })
const Seats = z.array(z.string().nullable())

/**
 * Where a group sits. Whoever has come into it since takes the first empty place, and whoever has left it leaves one.
 *
 * @param learners Of the group, in the order of their names, in which they sit until somebody arranges them.
 */
export function seatingOf(database: Database, place: Place, group: string, learners: readonly string[]): Seating {
  const found = database
    .prepare('select columns, seats, version from seating where municipality = ? and school = ? and grp = ?')
    .get(place.municipality, place.school, group)
  if (!found) return { columns: COLUMNS, seats: learners, version: 0 }
  const { columns, seats: stored, version } = Row.parse(found)
  const seats = Seats.parse(JSON.parse(stored)).map((learner) => (learner !== null && learners.includes(learner) ? learner : null))
  for (const learner of learners) {
    if (seats.includes(learner)) continue
    const empty = seats.indexOf(null)
    if (empty === -1) seats.push(learner)
    else seats[empty] = learner
  }
  return { columns, seats, version }
}

/**
 * Arranges a group anew; in a transaction.
 * @throws {DigiOneError} CHANGED_MEANWHILE where somebody arranged it since `version`.
 */
export function arrange(database: Database, place: Place, group: string, { columns, seats, version }: Seating, hand: Hand): void {
  const before = seatingOf(database, place, group, []).version
  if (before !== version) throw new DigiOneError('CHANGED_MEANWHILE', 'The seating')
  database
    .prepare(
      `insert into seating (municipality, school, grp, columns, seats, version, changed_by, changed_at) values (?, ?, ?, ?, ?, 1, ?, ?)
       on conflict (grp) do update set columns = excluded.columns, seats = excluded.seats, version = version + 1,
         changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
    )
    .run(place.municipality, place.school, group, columns, JSON.stringify(seats), hand.by, hand.at)
}
