import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeFaultModules } from './fault-modules.ts'
import { writeFederatedModule } from './federated-module.ts'
import { writeLegacyModules } from './legacy-modules.ts'
import { startProduct } from './product.ts'
import { openRelay, serveSwitch } from './relay.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')

/**
 * Starts the whole product as `npm start` does, with data of its own, unless `E2E_ORIGIN` names one that runs; `E2E_ACCOUNT` is then the file with its vendor's account.
 * @returns What stops it and removes its data.
 */
export default async function startStack(): Promise<() => Promise<void>> {
  if (process.env['E2E_ORIGIN']) return () => Promise.resolve()
  const data = mkdtempSync(join(tmpdir(), 'digione-e2e-'))
  const faults = join(data, 'faults')
  writeFaultModules(faults)
  await writeLegacyModules(faults)
  await writeFederatedModule(faults)
  const database = await throughRelay(process.env['E2E_DATABASE_URL'])
  const product = await startProduct({
    root: ROOT,
    command: 'start',
    data,
    env: { DIGIONE_MODULES: faults, ...(database ? { DATABASE_URL: database.url } : {}) },
  })
  // Workers inherit it; the configuration reads it there.
  process.env['E2E_ORIGIN'] = product.origin
  process.env['E2E_ACCOUNT'] = join(data, 'vendor.env')
  return async () => {
    await product.stop()
    await database?.close()
    rmSync(data, { recursive: true, force: true })
  }
}

/** The same database by way of a relay, which tests cut where `E2E_DATABASE_SWITCH` says. */
async function throughRelay(database: string | undefined): Promise<{ url: string; close(): Promise<void> } | null> {
  if (!database) return null
  const url = new URL(database)
  const relay = await openRelay(url.hostname, Number(url.port || 5432))
  url.hostname = '127.0.0.1'
  url.port = String(relay.port)
  const control = await serveSwitch(relay)
  process.env['E2E_DATABASE_SWITCH'] = control.url
  return {
    url: url.href,
    close() {
      control.close()
      return relay.close()
    },
  }
}
