import type { Kysely } from 'kysely'
import { asPlatform } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'

/** How long another instance may go on handing out files of a release that was withdrawn. */
const FRESH_MS = 5000

/** Why releases were withdrawn: read again every few seconds, and kept as it was while the database cannot be reached. */
export interface Withdrawn {
  /** `undefined`: it is in use. */
  reasonFor(release: string): Promise<string | undefined>
  /** One was withdrawn here, in this moment. */
  renew(): void
}

export function createWithdrawn(db: Kysely<Schema>): Withdrawn {
  let reasons = new Map<string, string>()
  let triedAt = Number.NEGATIVE_INFINITY
  /** Whether what is known may be given while it is read again: nobody waits for a database that does not answer. */
  let isGood = false
  let reading: Promise<void> | null = null
  const read = async () => {
    triedAt = performance.now()
    const rows = await asPlatform(db, (trx) => trx.selectFrom('releases').select(['id', 'yanked_reason']).where('yanked_at', 'is not', null).execute())
    reasons = new Map(rows.map(({ id, yanked_reason }) => [id, yanked_reason ?? '']))
    isGood = true
  }
  return {
    async reasonFor(release) {
      if (!reading && (!isGood || performance.now() - triedAt > FRESH_MS))
        reading = read()
          .catch(() => {})
          .finally(() => (reading = null))
      if (!isGood) await reading
      return reasons.get(release)
    },
    renew: () => void (isGood = false),
  }
}
