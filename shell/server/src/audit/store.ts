import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { type Kysely, type Selectable, sql } from 'kysely'
import type { AuditRow, Schema } from '../db/schema.ts'

export interface Actor {
  /** `null`: the platform itself. */
  readonly person: string | null
  readonly role: string
}

type Entry = Pick<Selectable<AuditRow>, 'chain' | 'seq' | 'at' | 'actor_person' | 'actor_role' | 'action' | 'details' | 'previous'>

function hashOf({ chain, seq, at, actor_person, actor_role, action, details, previous }: Entry): string {
  return createHash('sha256')
    .update(canonicalize([chain, seq, at, actor_person, actor_role, action, details, previous]) ?? '')
    .digest('hex')
}

/** What the first entry of a chain follows. */
const START = '0'.repeat(64)

/**
 * Adds an entry to a municipality's chain, in the caller's transaction: what is not recorded does not happen.
 *
 * Each entry's hash covers the one before, so that nothing can be changed or taken out unnoticed.
 * @param municipality `null`: the platform's own chain.
 * @param details Identifiers and states, no names.
 */
export async function record(
  trx: Kysely<Schema>,
  municipality: string | null,
  actor: Actor,
  action: string,
  details: Record<string, unknown>,
): Promise<number> {
  const chain = municipality ?? 'platform'
  // One writer of a chain at a time: two entries must not follow the same one.
  await sql`select pg_advisory_xact_lock(hashtext(${`digione.audit.${chain}`}))`.execute(trx)
  const last = await trx.selectFrom('audit').select(['seq', 'hash']).where('chain', '=', chain).orderBy('seq', 'desc').limit(1).executeTakeFirst()
  const entry: Entry = {
    chain,
    seq: (last?.seq ?? 0) + 1,
    at: new Date().toISOString(),
    actor_person: actor.person,
    actor_role: actor.role,
    action,
    // As the database will give it back: without what JSON cannot carry.
    details: JSON.parse(JSON.stringify(details)) as Record<string, unknown>,
    previous: last?.hash ?? START,
  }
  await trx
    .insertInto('audit')
    .values({ ...entry, municipality, details: JSON.stringify(entry.details), hash: hashOf(entry) })
    .execute()
  return entry.seq
}

/** Walks a chain from its start. `brokenAt` is the first entry that is not as it was written, or that is missing. */
export async function verifyChain(trx: Kysely<Schema>, municipality: string | null): Promise<{ entries: number; brokenAt: number | null }> {
  const rows = await trx
    .selectFrom('audit')
    .selectAll()
    .where('chain', '=', municipality ?? 'platform')
    .orderBy('seq')
    .execute()
  let previous = START
  for (const [index, row] of rows.entries()) {
    if (row.seq !== index + 1 || row.previous !== previous || row.hash !== hashOf(row)) return { entries: rows.length, brokenAt: index + 1 }
    previous = row.hash
  }
  return { entries: rows.length, brokenAt: null }
}

export interface Wanted {
  readonly actions: readonly string[]
  /** Only those with a lower number. */
  readonly before?: number | undefined
  readonly module?: string | undefined
  readonly school?: string | undefined
}

/** A municipality's entries, the newest first. */
export async function history(trx: Kysely<Schema>, municipality: string, { actions, before, module, school }: Wanted, limit: number) {
  const rows = await trx
    .selectFrom('audit')
    .leftJoin('persons', 'persons.id', 'audit.actor_person')
    .select(['seq', 'at', 'action', 'actor_role', 'details', 'calling_name', 'family_name'])
    .where('municipality', '=', municipality)
    .where('action', 'in', [...actions])
    .$if(before !== undefined, (query) => query.where('seq', '<', before ?? 0))
    .$if(module !== undefined, (query) => query.where(sql<boolean>`details->>'module' = ${module}`))
    .$if(school !== undefined, (query) => query.where(sql<boolean>`details->>'school' = ${school}`))
    .orderBy('seq', 'desc')
    .limit(limit + 1)
    .execute()
  return { rows: rows.slice(0, limit), next: rows.length > limit ? (rows[limit - 1]?.seq ?? null) : null }
}
