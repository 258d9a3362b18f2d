import { createHash } from 'node:crypto'
import { type Asks, asksMore, asksNothing, asksOf, type Manifest } from '@digione/contracts'
import canonicalize from 'canonicalize'
import type { Kysely } from 'kysely'
import type { Schema } from '../db/schema.ts'

interface Asked {
  readonly asks: Asks
  /** What whoever accepts says that they saw. */
  readonly digest: string
}

const digestOf = (asks: Asks) =>
  createHash('sha256')
    .update(canonicalize(asks) ?? '')
    .digest('base64url')
const asked = new WeakMap<Manifest, Asked>()

/** What a manifest asks for. It never changes, so it is worked out once. */
export function askedBy(manifest: Manifest): Asked {
  const before = asked.get(manifest)
  if (before) return before
  const asks = asksOf(manifest)
  const found = { asks, digest: digestOf(asks) }
  asked.set(manifest, found)
  return found
}

export interface Accepted {
  /** Whether a municipality accepted all that a release asks for. */
  covers(municipality: string, module: string, manifest: Manifest): boolean
  /** Whether every municipality that accepted the module at all did; false where none did. */
  everywhere(module: string, manifest: Manifest | undefined): boolean
}

/** What was accepted of modules, as far as the transaction may read it. */
export async function acceptedFor(trx: Kysely<Schema>, modules: readonly string[]): Promise<Accepted> {
  const rows = await trx.selectFrom('acceptances').select(['municipality', 'module', 'asks']).where('module', 'in', modules).execute()
  const ofModule = Map.groupBy(rows, ({ module }) => module)
  const known = new WeakMap<Manifest, Map<string, boolean>>()
  function covers(municipality: string, module: string, manifest: Manifest): boolean {
    const { asks } = askedBy(manifest)
    if (asksNothing(asks)) return true
    const answers = known.get(manifest) ?? new Map<string, boolean>()
    known.set(manifest, answers)
    const before = answers.get(municipality)
    if (before !== undefined) return before
    const here = (ofModule.get(module) ?? []).filter((row) => row.municipality === null || row.municipality === municipality)
    const isCovered = here.some((row) => asksMore(row.asks, asks).length === 0)
    answers.set(municipality, isCovered)
    return isCovered
  }
  return {
    covers,
    everywhere(module, manifest) {
      if (!manifest || asksNothing(askedBy(manifest).asks)) return true
      const places = new Set((ofModule.get(module) ?? []).map(({ municipality }) => municipality))
      // Where nothing was ever accepted, nothing from before was either.
      return [...places].every((place) => covers(place ?? '', module, manifest))
    },
  }
}
