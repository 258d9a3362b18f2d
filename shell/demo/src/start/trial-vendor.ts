import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Platform } from '@digione/shell-server'
import type { LauncherMemory } from './launcher-memory.ts'
import { CLIENT_SCOPES_OF_A_MODULE } from './seed.ts'
import type { Origins } from './settings.ts'

/** The one module that it may publish: the id that `digione create homework` gives. */
export const TRIAL_MODULE = 'homework'
/** Where a created module's backend listens. */
const BACKEND = 'http://localhost:4600'

/**
 * Makes known a vendor that is whoever has this machine, and writes its account into a file that `digione publish --account` takes.
 *
 * @param folder The data's.
 * @returns The file's path.
 */
export async function introduceTrialVendor(platform: Platform, memory: LauncherMemory, origins: Origins, folder: string): Promise<string> {
  const client = `${TRIAL_MODULE}-trial`
  const secret = memory.secret(`client ${client}`)
  await platform.addVendor({
    id: 'trial-vendor',
    name: 'Kokeilija Oy',
    modules: [TRIAL_MODULE],
    clients: [{ clientId: client, secret, module: TRIAL_MODULE, scopes: [...CLIENT_SCOPES_OF_A_MODULE] }],
  })
  await platform.bindApi({ module: TRIAL_MODULE, api: 'api', municipality: null, origin: BACKEND })
  const file = join(folder, 'vendor.env')
  const account = {
    DIGIONE_PLATFORM: origins.shell,
    DIGIONE_CLIENT: client,
    DIGIONE_SECRET: secret,
    // For the module's backend.
    DIGIONE_MODULE: TRIAL_MODULE,
    DIGIONE_CLIENT_ID: client,
    DIGIONE_CLIENT_SECRET: secret,
    DIGIONE_AUDIENCE: BACKEND,
  }
  writeFileSync(
    file,
    Object.entries(account)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
    { mode: 0o600 },
  )
  return file
}
