import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import type { Config, Origins, Secrets } from './config.ts'
import type { Schema } from './db/schema.ts'
import type { Live } from './live/live.ts'
import type { Metrics } from './metrics.ts'

/** What every part of the server is made of. */
export interface Deps {
  /** With the origins of the door that is served: the platform's own, or a developer's. */
  readonly config: Config
  /** The platform's own origins: identity providers, vendors' backends and tokens know no other. */
  readonly home: Origins
  readonly secrets: Secrets
  readonly db: Kysely<Schema>
  readonly log: Logger
  readonly live: Live
  readonly metrics: Metrics
  /** What time it is for what begins and ends by the clock, in milliseconds since the epoch. */
  now(): number
}

/** Hono's environment on every route. */
export interface Env {
  Variables: {
    /** Names this request in the log and in problems. */
    reference: string
  }
}
