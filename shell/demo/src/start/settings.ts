import { delimiter, join, resolve } from 'node:path'
import { z } from 'zod'
import { ROOT } from './workspace.ts'

const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug'] as const
type LogLevel = (typeof LOG_LEVELS)[number]

export interface Settings {
  readonly port: number
  /** Where a proxy in front ends TLS: then every address is `https` and has this port. `null`: there is none. */
  readonly httpsPort: number | null
  /** The address to listen on; this machine alone unless `HOST` says otherwise. */
  readonly host: string
  /** Absolute. */
  readonly data: string
  /** PostgreSQL; `null` means the embedded database in the data folder. */
  readonly databaseUrl: string | null
  /** Folders, beside `apps`, whose subfolders are modules that have been built already; absolute. */
  readonly moduleFolders: readonly string[]
  /** Shell origins on developers' machines, as the platform's own setting has them. */
  readonly developers: readonly string[]
  readonly logLevel: LogLevel
}

/** A mistake in how the command was called, told without a stack. */
export class Refusal extends Error {}

function portIn(name: string, value: string): number {
  const port = Number(value)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Refusal(`${name} is "${value}"; it has to be a number from 1 to 65535.`)
  return port
}

/** Which of them can be used, the platform says. */
function originsIn(value: string): string[] {
  try {
    return z.array(z.string()).parse(JSON.parse(value))
  } catch {
    throw new Refusal(`DIGIONE_DEVELOPERS is ${value}; it has to be a JSON list, such as ["http://digione.localhost:5100"].`)
  }
}

/** Reads `PORT`, `HTTPS_PORT`, `HOST`, `DIGIONE_DATA`, `DATABASE_URL`, `DIGIONE_MODULES`, `DIGIONE_DEVELOPERS`, `LOG_LEVEL`. @throws {Refusal} where a value can't be used. */
export function readSettings(env: NodeJS.ProcessEnv, folder: string): Settings {
  const logLevel = LOG_LEVELS.find((level) => level === (env['LOG_LEVEL'] || 'warn'))
  if (!logLevel) throw new Refusal(`LOG_LEVEL is "${env['LOG_LEVEL']}"; it has to be one of ${LOG_LEVELS.join(', ')}.`)
  return {
    port: portIn('PORT', env['PORT'] || '4400'),
    httpsPort: env['HTTPS_PORT'] ? portIn('HTTPS_PORT', env['HTTPS_PORT']) : null,
    host: env['HOST'] || '127.0.0.1',
    data: env['DIGIONE_DATA'] ? resolve(env['DIGIONE_DATA']) : join(ROOT, folder),
    databaseUrl: env['DATABASE_URL'] || null,
    moduleFolders: (env['DIGIONE_MODULES'] ?? '')
      .split(delimiter)
      .filter((path) => path !== '')
      .map((path) => resolve(path)),
    developers: originsIn(env['DIGIONE_DEVELOPERS'] || '[]'),
    logLevel,
  }
}

/** The origins of one stack, all on one port. */
export function originsOf(port: number, httpsPort: Settings['httpsPort'] = null) {
  const [scheme, outside, usual] = httpsPort === null ? (['http', port, 80] as const) : (['https', httpsPort, 443] as const)
  const at = (host: string) => `${scheme}://${host}.localhost${outside === usual ? '' : `:${outside}`}`
  return {
    shell: at('digione'),
    session: at('session.digione'),
    modules: at('digione-modules'),
    identity: at('id.digione'),
    vendor: (folder: string) => at(`${folder}.digione-vendors`),
  }
}
export type Origins = ReturnType<typeof originsOf>
