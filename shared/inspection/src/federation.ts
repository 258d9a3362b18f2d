import type { Release } from '@digione/contracts'
import { z } from 'zod'

/** What the shell shares with modules, at the versions that it brings. A module may share these and nothing else. */
export const SHARED: Readonly<Record<string, string>> = {
  react: '19.3.1',
  'react/jsx-runtime': '19.3.1',
  'react-dom': '19.3.1',
  'react-dom/client': '19.3.1',
  zustand: '5.1.0',
  i18next: '27.1.2',
  'react-i18next': '18.0.1',
}

const Assets = z.object({ js: z.object({ sync: z.array(z.string()) }).loose(), css: z.object({ sync: z.array(z.string()) }).loose() }).loose()

/** The parts of `mf-manifest.json` that the platform reads. */
const FederationManifest = z
  .object({
    metaData: z.object({ remoteEntry: z.object({ name: z.string(), path: z.string().default('') }).loose() }).loose(),
    shared: z.array(z.object({ name: z.string(), requiredVersion: z.union([z.string(), z.literal(false)]).optional() }).loose()).default([]),
    exposes: z.array(z.object({ path: z.string(), assets: Assets }).loose()),
  })
  .loose()

/** Whether the version that the shell brings satisfies a range: exact, `^`, `~`, `>=`, an `x` range or `*`. */
export function satisfies(offered: string, range: string): boolean {
  const wanted = /^(\^|~|>=|=)?\s*v?(\d+)(?:\.(\d+|x|\*))?(?:\.(\d+|x|\*))?/.exec(range.trim())
  if (range.trim() === '*' || range.trim() === '') return true
  if (!wanted) return false
  const number = (part: string | undefined) => (part === undefined || part === 'x' || part === '*' ? 0 : Number(part))
  const [major = 0, minor = 0, patch = 0] = offered.split('.').map(Number)
  const least = [number(wanted[2]), number(wanted[3]), number(wanted[4])] as const
  const isAtLeast = major - least[0] || minor - least[1] || patch - least[2]
  if (wanted[1] === '>=') return isAtLeast >= 0
  // An exact version is what a lock file left behind: the same major is what the interface promises.
  return major === least[0] && isAtLeast >= 0 && (wanted[1] !== '~' || minor === least[1])
}

export interface Federation {
  readonly entry: NonNullable<Release['entry']>
  /** Why the build cannot run on this platform. Empty: it can. */
  readonly reasons: string[]
}

/** The names of what a build shares with whoever mounts it. */
export const sharedIn = (text: string): string[] => FederationManifest.parse(JSON.parse(text)).shared.map(({ name }) => name)

/** Reads a build's `mf-manifest.json`: where it starts, and whether what it shares is what the shell brings. */
export function readFederation(text: string, paths: ReadonlySet<string>): Federation | string {
  let parsed: z.infer<typeof FederationManifest>
  try {
    parsed = FederationManifest.parse(JSON.parse(text))
  } catch {
    return 'mf-manifest.json is not a federation manifest'
  }
  const exposed = parsed.exposes.find(({ path }) => path === './app') ?? (parsed.exposes.length === 1 ? parsed.exposes[0] : undefined)
  if (!exposed) return 'mf-manifest.json exposes no "./app"'
  const { name, path } = parsed.metaData.remoteEntry
  const container = `${path}${path && !path.endsWith('/') ? '/' : ''}${name}`.replace(/^\.?\//, '')
  const entry = { container, exposed: exposed.path, scripts: exposed.assets.js.sync, styles: exposed.assets.css.sync }
  const missing = [container, ...entry.scripts, ...entry.styles]
    .filter((file) => !paths.has(file))
    .map((file) => `mf-manifest.json names ${file}, which is not among the files`)
  const unknown = parsed.shared.flatMap(({ name: shared, requiredVersion }) => {
    const offered = SHARED[shared]
    if (offered === undefined) return [`it shares ${shared}, which the shell does not bring`]
    return requiredVersion && !satisfies(offered, requiredVersion) ? [`it needs ${shared} ${requiredVersion}, the shell brings ${offered}`] : []
  })
  return { entry, reasons: [...missing, ...unknown] }
}
