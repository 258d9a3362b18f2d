import type { ReleaseFile, StartHint, StartRelease } from '@digione/contracts'
import { hostApiFits, releaseBase } from '@digione/contracts'
import type { Deps } from '../deps.ts'
import { releasesAt, startReleases } from '../entitlements/store.ts'
import { release } from '../registry/store.ts'
import { tenantVersions } from '../tenants/store.ts'

export interface Covered {
  readonly start: StartRelease
  readonly files: readonly ReleaseFile[]
}

/** How many different sets of positions are kept at hand. A position is a municipality, a role and a level: there are few. */
const KEPT = 500
/** A release that is published changes no municipality's version; it is served after this time at the latest. */
const FRESH_MS = 5000

/** Finds the releases whose files a document has to cover, for the positions of its hint. */
export function createCoverage({ db, now }: Pick<Deps, 'db' | 'now'>): (at: StartHint['at']) => Promise<readonly Covered[]> {
  const kept = new Map<string, { readonly untilMs: number; readonly covered: readonly Covered[] }>()
  // A release never changes.
  const releases = new Map<string, Covered>()

  async function cover(id: string, start: StartRelease): Promise<Covered | null> {
    const known = releases.get(id)
    if (known) return known
    const stored = await release(db, id)
    if (!stored) return null
    const covered = { start, files: stored.files }
    releases.set(id, covered)
    return covered
  }

  return async (at) => {
    if (at.length === 0) return []
    const positions = at.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))
    const versions = await tenantVersions(db, [...new Set(at.map(({ municipality }) => municipality))])
    const key = JSON.stringify([positions, versions])
    const known = kept.get(key)
    if (known && Date.now() < known.untilMs) return known.covered
    const starts = await startReleases(db, await releasesAt(db, at, now()))
    const covered = (await Promise.all(Object.entries(starts).map(([id, start]) => cover(id, start)))).filter((one) => one !== null)
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value ?? '')
    kept.set(key, { untilMs: Date.now() + FRESH_MS, covered })
    return covered
  }
}

/** Finds releases by name, for documents that cover them besides what is on: those that are there, not withdrawn, and of a host interface that is spoken here. */
export async function coverNamed(db: Deps['db'], ids: readonly string[]): Promise<readonly Covered[]> {
  if (ids.length === 0) return []
  const starts = await startReleases(db, ids)
  const found = await Promise.all(ids.map((id) => release(db, id)))
  return found.flatMap((one) => {
    const start = one && one.yanked === null && hostApiFits(one.manifest.hostApi) ? starts[one.id] : undefined
    return one && start ? [{ start, files: one.files }] : []
  })
}

/** What is fetched at once for a module's page: its entry and what that needs, then its styles. */
export const filesAtOnce = ({ start: { entry } }: Covered) => ({ scripts: entry ? [entry.container, ...entry.scripts] : [], styles: entry?.styles ?? [] })

export const integrityIn = ({ start: { id }, files }: Covered, path: string) => files.find((file) => releaseBase(id) + file.path === path)?.integrity ?? ''
