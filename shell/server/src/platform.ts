import type { IncomingMessage, ServerResponse } from 'node:http'
import { DEVELOPER_HEADER, type RosterImport } from '@digione/contracts'
import type { Kysely } from 'kysely'
import { type Config, originsOn } from './config.ts'
import { openDatabase } from './db/database.ts'
import { asPlatform } from './db/scope.ts'
import type { Schema } from './db/schema.ts'
import type { Deps } from './deps.ts'
import { openDoor } from './door.ts'
import { acceptAtSetUp } from './entitlements/acceptances.ts'
import { watchTurns } from './entitlements/turns.ts'
import { type StandingRule, switchOn } from './entitlements/switches.ts'
import { createHub } from './live/hub.ts'
import { createLive } from './live/live.ts'
import { rateLimit } from './limits.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import { operationRoutes } from './operations.ts'
import { addVendor, bindApi, type Vendor } from './registry/vendors.ts'
import { importRoster } from './roster/store.ts'
import { keptSecrets } from './secrets.ts'
import { raiseVersion } from './tenants/store.ts'
import { createPairwise } from './tokens/pairwise.ts'

/** One running platform, without a listener of its own: whoever composes it gives it the requests. */
export interface Platform {
  /** Takes a request for the shell's host, the session's or a module's. */
  handle(req: IncomingMessage, res: ServerResponse): void
  /** Replaces the roster, given whole or in parts. The same contents again change nothing. */
  importRoster(roster: RosterImport | Iterable<RosterImport>): Promise<{ changed: boolean }>
  addVendor(vendor: Vendor): Promise<void>
  bindApi(binding: { module: string; api: string; municipality: string | null; origin: string }): Promise<void>
  /** Accepts what a module asks for as it is now, at set-up: for a sandbox, in which no municipality decides. */
  accept(asked: { module: string; municipality: string }): Promise<void>
  /** Switches a module on at set-up and accepts what it asks for then; never undoes what an administrator decided since. */
  switchOn(rule: StandingRule): Promise<void>
  /** Before stopping: `/readyz` fails and live streams end, while requests are still answered. */
  drain(): void
  close(): Promise<void>
  readonly db: Kysely<Schema>
  readonly deps: Deps
}

/**
 * Composes a platform from its configuration.
 *
 * @param now What time it is for what begins and ends by the clock. @default the system's time
 * @throws {DigiOneError} CONFIGURATION_INVALID, DATABASE_IN_USE, DATABASE_ROLE_MISSING
 */
export async function createPlatform(config: Config, { now = Date.now }: { now?: () => number } = {}): Promise<Platform> {
  const log = createLog(config.logLevel)
  const database = await openDatabase(config.database, log)
  const { db, notifications } = database
  try {
    const secrets = config.secrets ?? (await keptSecrets(db))
    const deps: Deps = { config, home: config.origins, secrets, db, log, live: createLive(db), metrics: createMetrics(), now }
    const hub = createHub(deps, notifications, createPairwise(secrets.pairwise))
    const turns = await watchTurns(deps, notifications)
    const operations = operationRoutes(deps, notifications, hub, () => database.waiting())
    const limitLogIns = rateLimit({ requests: config.limits.perAddress, windowS: config.limits.windowS })
    const inside = { hub, operations, limitLogIns }
    const front = await openDoor(deps, inside)
    const developers = await Promise.all(
      config.developers.map((shell) => openDoor({ ...deps, config: { ...config, origins: originsOn(new URL(shell).port) } }, inside)),
    )
    return {
      handle(req, res) {
        const asked = req.headers[DEVELOPER_HEADER]
        const door = typeof asked === 'string' ? developers.find(({ serves }) => serves(asked)) : undefined
        if (door) Object.assign(req.headers, { host: asked })
        ;(door ?? front).handle(req, res)
      },
      importRoster: (roster) => importRoster(db, secrets.keyHash, roster),
      addVendor: (vendor) => addVendor(db, secrets.keyHash, vendor),
      bindApi: (binding) => bindApi(db, binding),
      accept: ({ module, municipality }) =>
        asPlatform(db, async (trx) => {
          if (await acceptAtSetUp(trx, municipality, module, { person: null, role: 'operator' })) await raiseVersion(trx, municipality)
        }),
      switchOn: (rule) => switchOn(db, rule),
      drain() {
        operations.drain()
        hub.close()
      },
      async close() {
        operations.drain()
        hub.close()
        await Promise.all([turns.stop(), ...[front, ...developers].map((door) => door.close())])
        await database.close()
      },
      db,
      deps,
    }
  } catch (error) {
    await database.close()
    throw error
  }
}
