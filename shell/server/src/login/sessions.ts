import type { Kysely } from 'kysely'
import type { Config } from '../config.ts'
import { asPlatform } from '../db/scope.ts'
import type { LoginSessionRow, Schema } from '../db/schema.ts'

export interface LoginSession {
  /** Also the identifier of the authorization server's grant. */
  readonly id: string
  readonly personId: string
  /** Upstream providers that this session came through. */
  readonly ways: string[]
  /** Seconds until the session ends if nothing happens. */
  readonly endsInS: number
}

/** One way into a session; `idToken` is what the upstream provider wants to see at log-out. */
export interface Way {
  readonly upstream: string
  readonly idToken: string | null
}

type Limits = Config['sessions']

function sessionOf(
  row: { id: string; person_id: string; ways: Way[]; started_at: Date; active_at: Date; ended_at: Date | null },
  limits: Limits,
): LoginSession | null {
  const endsAt = Math.min(row.active_at.getTime() + limits.idleS * 1000, row.started_at.getTime() + limits.absoluteS * 1000)
  const endsInS = Math.floor((endsAt - Date.now()) / 1000)
  if (row.ended_at !== null || endsInS <= 0) return null
  return { id: row.id, personId: row.person_id, ways: row.ways.map(({ upstream }) => upstream), endsInS }
}

const COLUMNS = ['id', 'person_id', 'ways', 'started_at', 'active_at', 'ended_at'] as const satisfies readonly (keyof LoginSessionRow)[]

/** Who is logged in where, since when, and through which ways. What ends a session ends it here, and every token with it. */
export function createSessions(db: Kysely<Schema>, limits: Limits) {
  return {
    async open(id: string, personId: string, way: Way): Promise<void> {
      await asPlatform(db, (trx) =>
        trx
          .insertInto('login_sessions')
          .values({ id, person_id: personId, ways: JSON.stringify([way]) })
          .execute(),
      )
    },
    /** Adds a way for the same person; a way used again keeps the newer id token. */
    async addWay(id: string, way: Way): Promise<void> {
      await asPlatform(db, async (trx) => {
        const row = await trx.selectFrom('login_sessions').select('ways').where('id', '=', id).forUpdate().executeTakeFirstOrThrow()
        const ways = JSON.stringify([...row.ways.filter(({ upstream }) => upstream !== way.upstream), way])
        await trx.updateTable('login_sessions').set({ ways, active_at: new Date() }).where('id', '=', id).execute()
      })
    },
    /** The session, or `null` once it has ended, idled out or reached its absolute limit. */
    async find(id: string | undefined): Promise<LoginSession | null> {
      if (id === undefined) return null
      const row = await asPlatform(db, (trx) => trx.selectFrom('login_sessions').select(COLUMNS).where('id', '=', id).executeTakeFirst())
      return row ? sessionOf(row, limits) : null
    },
    /**
     * The session of a request, and whether its proof is a fresh one: both in one transaction, since every request asks.
     * @param replayId Names the proof; taken once.
     */
    async admit(id: string, replayId: string, replayS: number): Promise<{ session: LoginSession | null; isFresh: boolean }> {
      return asPlatform(db, async (trx) => {
        const row = await trx.selectFrom('login_sessions').select(COLUMNS).where('id', '=', id).executeTakeFirst()
        const taken = await trx
          .insertInto('oidc_entries')
          .values({ kind: 'Proof', id: replayId, payload: '{}', grant_id: null, uid: null, expires_at: new Date(Date.now() + replayS * 1000) })
          .onConflict((conflict) => conflict.columns(['kind', 'id']).doNothing())
          .returning('id')
          .executeTakeFirst()
        return { session: row ? sessionOf(row, limits) : null, isFresh: taken !== undefined }
      })
    },
    /** The person did something. */
    async touch(id: string): Promise<void> {
      await asPlatform(db, (trx) =>
        trx.updateTable('login_sessions').set({ active_at: new Date() }).where('id', '=', id).where('ended_at', 'is', null).execute(),
      )
    },
    /** Ends a session for good. @returns Its person and ways; `null` where it had ended before. */
    async end(id: string): Promise<{ personId: string; ways: Way[] } | null> {
      const row = await asPlatform(db, (trx) =>
        trx
          .updateTable('login_sessions')
          .set({ ended_at: new Date() })
          .where('id', '=', id)
          .where('ended_at', 'is', null)
          .returning(['person_id', 'ways'])
          .executeTakeFirst(),
      )
      return row ? { personId: row.person_id, ways: row.ways } : null
    },
    /** Forgets sessions that ended a day ago. */
    async sweep(): Promise<void> {
      const before = new Date(Date.now() - (limits.absoluteS + 86_400) * 1000)
      await asPlatform(db, (trx) => trx.deleteFrom('login_sessions').where('started_at', '<', before).execute())
    },
  }
}
export type Sessions = ReturnType<typeof createSessions>
