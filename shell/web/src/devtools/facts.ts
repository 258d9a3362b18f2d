import { settingsOf } from '@digione/contracts'
import type { MountedManifest, MyContext } from '@digione/contracts'
import type { Placement } from '../loader/placement.ts'
import type { State } from '../loader/states.ts'

/** What a mount took, as far as it has come. In ms. */
export interface Phases {
  readonly loadMs: number | null
  readonly mountMs: number | null
}

export function phasesOf(since: Partial<Readonly<Record<State, number>>>): Phases {
  const between = (from: State, to: State) => (since[from] === undefined || since[to] === undefined ? null : since[to] - since[from])
  return { loadMs: between('loading', 'mounting'), mountMs: between('mounting', 'ready') }
}

/** The bytes of a release's files as they came to this document, decoded; `null` where they came to another, as a frame's do. */
export function bytesOf({ target: { release, tier } }: Placement): number | null {
  if (tier === 'frame' || !release.entry) return null
  const { container, exposed, scripts, styles } = release.entry
  const files = new Set([container, exposed, ...scripts, ...styles])
  let bytes = 0
  for (const entry of performance.getEntriesByType('resource') as PerformanceResourceTiming[])
    if (files.delete(new URL(entry.name).pathname)) bytes += entry.decodedBodySize
  return bytes > 0 ? bytes : null
}

export interface SettingInForce {
  readonly name: string
  readonly value: unknown
  /** The manifest's own default, or what an administrator set, for the country, the municipality or the school. */
  readonly from: 'manifest' | 'municipality'
}

/** Each setting of a module in a context, and who it is from. */
export function settingsInForce(manifest: MountedManifest, context: MyContext): SettingInForce[] {
  const set = context.modules.find(({ module }) => module === manifest.id)?.settings ?? {}
  return Object.entries(settingsOf(manifest, set)).map(([name, value]) => ({
    name,
    value,
    from: Object.hasOwn(set, name) ? 'municipality' : 'manifest',
  }))
}

export interface SharedVersion {
  readonly name: string
  readonly version: string
  /** Who gives it: the shell, or a release that brought its own. */
  readonly from: string
  /** Releases that took it. */
  readonly takenBy: readonly string[]
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

/** What the federation runtime has of shared libraries. It keeps no promise of its shape: what is not as expected is left out. */
export function sharedVersions(instances: unknown): SharedVersion[] {
  const found = new Map<string, SharedVersion>()
  for (const instance of Array.isArray(instances) ? instances : []) {
    const scopes: unknown = isObject(instance) ? instance['shareScopeMap'] : null
    for (const scope of isObject(scopes) ? Object.values(scopes) : [])
      for (const [name, versions] of isObject(scope) ? Object.entries(scope) : [])
        for (const [version, share] of isObject(versions) ? Object.entries(versions) : []) {
          if (!isObject(share)) continue
          const takenBy = Array.isArray(share['useIn']) ? share['useIn'].filter((user) => typeof user === 'string') : []
          found.set(`${name}@${version}`, { name, version, from: typeof share['from'] === 'string' ? share['from'] : '', takenBy })
        }
  }
  return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name))
}
