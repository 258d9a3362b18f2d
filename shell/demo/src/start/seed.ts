import { availableParallelism } from 'node:os'
import type { Platform } from '@digione/shell-server'
import type { Manifest, RosterImport } from '@digione/contracts'
import type { LauncherMemory } from './launcher-memory.ts'
import { publishModule } from './publish.ts'
import type { Origins } from './settings.ts'
import type { FoundModule } from './workspace.ts'

/** What a module's own client may do: publish its releases, read the roster, tell its events. */
export const CLIENT_SCOPES_OF_A_MODULE = ['registry.publish', 'https://purl.imsglobal.org/spec/or/v1p2/scope/roster-core.readonly', 'events.publish'] as const

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

const publicHalf = ({ kty, crv, x }: ReturnType<LauncherMemory['signingKey']>) => ({ kty, crv, x })

/** Makes the vendors and their clients known, and says where each module's own API is. Before anything of theirs is started. */
export async function introduceVendors(platform: Platform, modules: readonly FoundModule[], origins: Origins, memory: LauncherMemory): Promise<void> {
  const byVendor = Map.groupBy(modules, ({ manifest }) => manifest.vendor.name)
  for (const [name, theirs] of byVendor) {
    await platform.addVendor({
      id: vendorId(name),
      name,
      modules: theirs.map(({ manifest }) => manifest.id),
      keys: [publicHalf(memory.signingKey(vendorId(name)))],
      clients: theirs.map((module) => ({ ...clientOf(module, memory), module: module.manifest.id, scopes: [...CLIENT_SCOPES_OF_A_MODULE] })),
    })
  }
  for (const { manifest, folder, backend } of modules) {
    if (manifest.isolation === 'link' || backend === null) continue
    for (const [api, { platform: isPlatforms }] of Object.entries(manifest.apis)) {
      if (!isPlatforms) await platform.bindApi({ module: manifest.id, api, municipality: null, origin: origins.vendor(folder) })
    }
  }
}

/**
 * Makes known a single module of somebody whom the demo does not know, as the vendor of that module alone.
 *
 * An API that its manifest says runs elsewhere is bound there; every other one to the backend on this machine.
 * @param audience Origin of the module's backend on this machine.
 */
export async function introduceModule(
  platform: Platform,
  manifest: Manifest,
  { client, audience }: { client: { readonly id: string; readonly secret: string }; audience: string },
): Promise<void> {
  const { id, vendor } = manifest
  await platform.addVendor({
    id: `vendor-of-${id}`,
    name: vendor.name,
    modules: [id],
    clients: [{ clientId: client.id, secret: client.secret, module: id, scopes: [...CLIENT_SCOPES_OF_A_MODULE] }],
  })
  if (manifest.isolation === 'link') return
  for (const [api, { platform: isPlatforms, development }] of Object.entries(manifest.apis)) {
    const elsewhere = development !== undefined && !isOnThisMachine(development)
    if (!isPlatforms) await platform.bindApi({ module: id, api, municipality: null, origin: elsewhere ? new URL(development).origin : audience })
  }
}

const isOnThisMachine = (address: string) => /^(localhost|.*\.localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(address).hostname)

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
  { digione, scratch }: { readonly digione: string; readonly scratch: string },
): Promise<void> {
  const waiting = modules.values()
  const publishNext = async () => {
    for (const module of waiting) {
      const { clientId, secret } = clientOf(module, memory)
      const signingKey = memory.signingKey(vendorId(module.manifest.vendor.name))
      await publishModule(module, { digione, platform: origins.shell, client: clientId, secret, signingKey }, memory, scratch)
    }
  }
  // Each is a program of its own. More at once than there are processors only keep each other from being answered in time.
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, publishNext))
  for (const { manifest } of modules) {
    for (const { slug, kind } of municipalities) {
      const serves = manifest.roles.some((role) => (role === 'operator') === (kind === 'platform'))
      if (serves) await platform.switchOn({ module: manifest.id, municipality: slug, inNameOf: kind === 'platform' ? 'operator' : 'municipal-admin' })
    }
  }
}
