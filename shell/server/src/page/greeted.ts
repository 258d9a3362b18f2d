import type { Kysely } from 'kysely'
import { inMunicipality } from '../db/scope.ts'
import type { Schema } from '../db/schema.ts'
import { filesAtOnce } from './coverage.ts'
import type { Covered } from './coverage.ts'

/** How long an answer is used again. A connection to where an API was bound before costs nothing but the connection. */
const FRESH_MS = 5000
const KEPT = 500

interface Asked {
  readonly municipality: string
  readonly module: string
}

/** Finds the origins behind a module's APIs in a municipality: its page is going to ask them, so a browser greets them at once. */
export function createGreeted(db: Kysely<Schema>): (asked: Asked) => Promise<readonly string[]> {
  const kept = new Map<string, { readonly untilMs: number; readonly origins: readonly string[] }>()
  return async ({ municipality, module }) => {
    const key = `${municipality} ${module}`
    const known = kept.get(key)
    if (known && Date.now() < known.untilMs) return known.origins
    const rows = await inMunicipality(db, municipality, (trx) =>
      trx
        .selectFrom('bindings')
        .select(['api', 'origin', 'municipality'])
        .where('module', '=', module)
        .where((is) => is.or([is('municipality', 'is', null), is('municipality', '=', municipality)]))
        .execute(),
    )
    // A municipality's own beats the whole country's.
    const own = new Set(rows.flatMap((row) => (row.municipality === null ? [] : [row.api])))
    const origins = [...new Set(rows.filter((row) => row.municipality !== null || !own.has(row.api)).map(({ origin }) => new URL(origin).origin))].toSorted()
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value ?? '')
    kept.set(key, { untilMs: Date.now() + FRESH_MS, origins })
    return origins
  }
}

/** Whether a release is mounted in the shell, so that its requests come from this page. */
export const isMounted = (one: Covered) => one.start.manifest.isolation !== 'link' && filesAtOnce(one).scripts.length > 0
