import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { writeFaultModules } from './fault-modules.ts'
import { startProduct } from './product.ts'
import type { Product } from './product.ts'
import { vaultOf } from './vault.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')

/** A product of a test's own, which it may stop, replace by something else and start again where it was. */
export interface OwnProduct {
  readonly origin: string
  stop(): Promise<void>
  /** @param version Of the modules with faults that are published with it. */
  start(version?: string): Promise<void>
  /** Something else listens where the product was, and answers every request with this. @returns What ends it. */
  impersonate(answer: { status: number; type: string; body: string }): Promise<() => Promise<void>>
  remove(): Promise<void>
}

export async function startOwnProduct(): Promise<OwnProduct> {
  const data = mkdtempSync(join(tmpdir(), 'digione-outage-'))
  const faults = join(data, 'faults')
  writeFaultModules(faults)
  const env = { DIGIONE_MODULES: faults }
  let running: Product | null = await startProduct({ root: ROOT, command: 'start', data, env })
  const { origin } = running
  const port = Number(new URL(origin).port)
  const close = (server: Server) =>
    new Promise<void>((tell) => {
      server.close(() => tell())
      server.closeAllConnections()
    })
  const stop = async () => {
    await running?.stop()
    running = null
  }
  return {
    origin,
    stop,
    async start(version) {
      writeFaultModules(faults, version)
      running = await startProduct({ root: ROOT, command: 'start', data, port, env })
    },
    async impersonate({ status, type, body }) {
      const server = createServer((_, response) => void response.writeHead(status, { 'content-type': type }).end(body))
      await new Promise<void>((tell) => server.listen(port, '127.0.0.1', () => tell()))
      return () => close(server)
    },
    async remove() {
      await stop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

/** Waits until the browser keeps what it needs to start both the shell and its vault without their hosts. */
export async function waitUntilKept(page: Page, origin: string): Promise<void> {
  for (const frame of [page.mainFrame(), await vaultOf(page, origin)])
    await expect.poll(() => frame.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state), { timeout: 20_000 }).toBe('activated')
}
