import { join, resolve } from 'node:path'
import { ROOT } from './workspace.ts'

const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug'] as const
type LogLevel = (typeof LOG_LEVELS)[number]

export interface Settings {
  readonly port: number
  /** The address to listen on; this machine alone unless `HOST` says otherwise. */
  readonly host: string
  /** Absolute. */
  readonly data: string
  /** PostgreSQL; `null` means the embedded database in the data folder. */
  readonly databaseUrl: string | null
  readonly logLevel: LogLevel
}

/** A mistake in how the command was called, told without a stack. */
export class Refusal extends Error {}

/** Reads `PORT`, `HOST`, `DIGIONE_DATA`, `DATABASE_URL`, `LOG_LEVEL`. @throws {Refusal} where a value can't be used. */
export function readSettings(env: NodeJS.ProcessEnv, folder: string): Settings {
  const port = Number(env['PORT'] || 4400)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Refusal(`PORT is "${env['PORT']}"; it has to be a number from 1 to 65535.`)
  const logLevel = LOG_LEVELS.find((level) => level === (env['LOG_LEVEL'] || 'warn'))
  if (!logLevel) throw new Refusal(`LOG_LEVEL is "${env['LOG_LEVEL']}"; it has to be one of ${LOG_LEVELS.join(', ')}.`)
  return {
    port,
    host: env['HOST'] || '127.0.0.1',
    data: env['DIGIONE_DATA'] ? resolve(env['DIGIONE_DATA']) : join(ROOT, folder),
    databaseUrl: env['DATABASE_URL'] || null,
    logLevel,
  }
}

/** The origins of one stack, all on one port. */
export function originsOf(port: number) {
  const at = (host: string) => `http://${host}.localhost${port === 80 ? '' : `:${port}`}`
  return { shell: at('digione'), session: at('session.digione'), identity: at('id.digione'), vendor: (folder: string) => at(`${folder}.digione-vendors`) }
}
export type Origins = ReturnType<typeof originsOf>
