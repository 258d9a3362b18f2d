import { Asks, asksOf, ModuleId, Text } from '@digione/contracts'
import { z } from '@hono/zod-openapi'
import type { Kysely } from 'kysely'
import type { Schema } from '../db/schema.ts'
import { Acceptance, acceptanceTold } from './acceptance-told.ts'
import { acceptancesOf } from './acceptances.ts'
import { type KnownRelease, releasesFor, rulesIn } from './rules.ts'

export const RegisterEntry = z.object({
  module: ModuleId,
  name: Text,
  vendor: z.object({ name: z.string(), contact: z.string() }),
  /** Of the release that is given. */
  release: z.string(),
  version: z.string(),
  asks: Asks,
  /** The last one; `null` where it asks for nothing. */
  accepted: Acceptance.nullable(),
})
export type RegisterEntry = z.infer<typeof RegisterEntry>

/** What is processed in a municipality: every module that is on there for anybody, as it is given. For the inside of `inMunicipality`. */
export async function registerOf(trx: Kysely<Schema>, municipality: string, now: number): Promise<RegisterEntry[]> {
  const on = (await rulesIn(trx, municipality, now)).filter(({ effect }) => effect === 'on')
  const releases = await releasesFor(trx, on)
  const given = new Map<string, KnownRelease>()
  for (const { module, release } of on) {
    const chosen = releases.choose(municipality, module, release)
    if (chosen) given.set(chosen.id, chosen)
  }
  const entries: RegisterEntry[] = []
  for (const { id, module, version, manifest } of given.values()) {
    const [accepted] = await acceptanceTold(trx, (await acceptancesOf(trx, municipality, module)).slice(0, 1))
    entries.push({ module, name: manifest.name, vendor: manifest.vendor, release: id, version, asks: asksOf(manifest), accepted: accepted ?? null })
  }
  return entries.toSorted((a, b) => a.name.fi.localeCompare(b.name.fi, 'fi'))
}
