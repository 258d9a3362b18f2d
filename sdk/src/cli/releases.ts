import { DigiOneError } from '@digione/contracts'
import { z } from 'zod'
import { readManifest } from '../vite/manifest.ts'
import { openRegistry } from './registry.ts'
import type { Registry, RegistryOptions } from './registry.ts'

const Listed = z.object({
  id: z.string(),
  version: z.string(),
  channel: z.string(),
  publishedAt: z.string(),
  vendorKey: z.string(),
  yanked: z.object({ at: z.string(), reason: z.string() }).nullable(),
  isHead: z.boolean(),
})
const Releases = z.object({ releases: z.array(Listed) })

const releasesOf = (registry: Registry, module: string) => registry.ask('GET', `releases?module=${encodeURIComponent(module)}`, Releases)

/** What the registry has of the module in `folder`, the newest first. */
export async function listReleases(folder: string, options: RegistryOptions): Promise<{ text: string } & z.infer<typeof Releases>> {
  const { id } = readManifest(folder)
  const { releases } = await releasesOf(await openRegistry(options), id)
  const lines = releases.map(({ version, id: release, channel, publishedAt, yanked, isHead }) => {
    const state = yanked ? `withdrawn: ${yanked.reason}` : isHead ? `${channel}, in use` : channel
    return `${version.padEnd(12)} ${release}  ${publishedAt.slice(0, 10)}  ${state}`
  })
  return { text: lines.length > 0 ? lines.join('\n') : `The registry has nothing of ${id} yet.`, releases }
}

/** Withdraws a version for good. Whoever has it on gets the one before. */
export async function yank(
  folder: string,
  options: RegistryOptions,
  { version, reason }: { version: string | undefined; reason: string | undefined },
): Promise<{ text: string; release: string; next: string | null }> {
  const { id } = readManifest(folder)
  if (!version) throw new DigiOneError('INPUT_INVALID', 'The command', 'it names no version, as in: digione yank 1.2.0 --reason "Loses drafts"')
  if (!reason) throw new DigiOneError('INPUT_INVALID', 'The command', 'it gives no reason, which people will read: --reason "Loses drafts"')
  const registry = await openRegistry(options)
  const { releases } = await releasesOf(registry, id)
  const found = releases.find((one) => one.version === version)
  if (!found) throw new DigiOneError('NOT_FOUND', `${id} ${version} in the registry`)
  const yanked = await registry.ask('POST', `releases/${found.id}/yank`, z.object({ release: z.string(), next: z.string().nullable() }), { reason })
  const next = releases.find((one) => one.id === yanked.next)
  return { text: `${id} ${version} is withdrawn. ${next ? `Its channel gives ${next.version} now.` : 'Its channel gives nothing now.'}`, ...yanked }
}
