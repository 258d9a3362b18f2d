import type { Kysely } from 'kysely'
import { notify } from '../db/notifications.ts'
import { asPlatform } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'

/** What other parts tell open pages. */
export interface Live {
  /** Tells a person's open pages that their session has ended, and closes their streams. Without `sessionUid`: all sessions. */
  endSession(personId: string, sessionUid?: string): Promise<void>
}

export const createLive = (db: Kysely<Schema>): Live => ({
  endSession: (person, session) => asPlatform(db, (trx) => notify(trx, { kind: 'ended', person, session: session ?? null })),
})
