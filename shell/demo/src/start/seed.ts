import type { Platform } from '@digione/shell-server'
import type { RosterImport } from '@digione/contracts'
import type { LauncherMemory } from './launcher-memory.ts'
import { publishModule } from './publish.ts'
import type { Origins } from './settings.ts'
import type { FoundModule } from './workspace.ts'

/** What a module's own client may do: publish its releases, read the roster, tell its events. */
const SCOPES = ['registry.publish', 'https://purl.imsglobal.org/spec/or/v1p2/scope/roster-core.readonly', 'events.publish'] as const

/** The vendor's client that belongs to one module. */
export const clientOf = (module: FoundModule, memory: LauncherMemory) => ({
  clientId: `${module.manifest.id}-client`,
  secret: memory.secret(`client ${module.manifest.id}`),
})

const vendorId = (name: string) =>
  name
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')

/** Makes the vendors and their clients known, and says where each module's own API is. Before anything of theirs is started. */
export async function introduceVendors(platform: Platform, modules: readonly FoundModule[], origins: Origins, memory: LauncherMemory): Promise<void> {
  const byVendor = Map.groupBy(modules, ({ manifest }) => manifest.vendor.name)
  for (const [name, theirs] of byVendor) {
    await platform.addVendor({
      id: vendorId(name),
      name,
      modules: theirs.map(({ manifest }) => manifest.id),
      clients: theirs.map((module) => ({ ...clientOf(module, memory), module: module.manifest.id, scopes: [...SCOPES] })),
    })
  }
  for (const { manifest, folder, hasBackend } of modules) {
    if (manifest.isolation !== 'page' || !hasBackend) continue
    for (const [api, { platform: isPlatforms }] of Object.entries(manifest.apis)) {
      if (!isPlatforms) await platform.bindApi({ module: manifest.id, api, municipality: null, origin: origins.vendor(folder) })
    }
  }
}

/**
 * Publishes every module's build and switches it on: in the municipalities for whoever the manifest serves, and on the
 * operator's own tenant where it serves operators. What an administrator switched since stays as it is.
 */
export async function publishAndSwitchOn(
  platform: Platform,
  modules: readonly FoundModule[],
  municipalities: RosterImport['municipalities'],
  origins: Origins,
  memory: LauncherMemory,
  scratch: string,
): Promise<void> {
  await Promise.all(
    modules.map((module) => {
      const { clientId, secret } = clientOf(module, memory)
      return publishModule(module, { platform: origins.shell, client: clientId, secret }, memory, scratch)
    }),
  )
  for (const { manifest } of modules) {
    for (const { slug, kind } of municipalities) {
      const serves = manifest.roles.some((role) => (role === 'operator') === (kind === 'platform'))
      if (serves) await platform.switchOn({ module: manifest.id, municipality: slug })
    }
  }
}
