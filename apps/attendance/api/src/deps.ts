import type { ModuleCaller, ModulePlatform } from '@digione/sdk/server'
import type { Database } from './database.ts'
import type { Log } from './log.ts'

/** What every part of the API is made of. */
export interface Deps {
  readonly platform: Pick<ModulePlatform, 'verify' | 'cors' | 'roster'>
  readonly database: Database
  readonly log: Log
  /** Sends waiting events; called after a commit. */
  readonly wake: () => void
  readonly now: () => Date
}

export interface Env {
  Variables: { caller: ModuleCaller }
}
