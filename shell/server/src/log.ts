import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino'
import type { Config } from './config.ts'

/** Logs name routes, codes and identifiers of things; people's data stay out, whatever is passed by mistake. */
const REDACTED = ['*.authorization', '*.cookie', '*.dpop', '*.secret', '*.password', '*.email', '*.givenName', '*.familyName', '*.hetu', '*.learnerNumber']

const FRAME = /^\s+at /
const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined)

/** PostgreSQL's own errors, by either driver: their words quote the row that was refused, and the statement's values. */
const isOfDatabase = (error: Error): error is Error & Record<string, unknown> & { code: string } =>
  'severity' in error && 'code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code)

/** An error as a log may keep it: its kind, its code, where it was thrown; of a database's errors no words and no values. */
export function loggedError(value: unknown): unknown {
  if (!(value instanceof Error)) return stdSerializers.err(value as Error)
  const { name, message, stack = '', cause } = value
  const frames = stack
    .split('\n')
    .filter((line) => FRAME.test(line))
    .join('\n')
  const known = isOfDatabase(value)
    ? { code: value.code, table: textOf(value['table']), constraint: textOf(value['constraint']), column: textOf(value['column']) }
    : { code: 'code' in value ? value.code : undefined, message }
  return { type: name, ...known, stack: frames, ...(cause === undefined ? {} : { cause: loggedError(cause) }) }
}

/** The log of one instance: JSON lines. @param destination Where they go. @default standard output */
export const createLog = (level: Config['logLevel'], destination?: DestinationStream): Logger => {
  const options = { level, base: { service: 'digione' }, redact: REDACTED, serializers: { err: loggedError } }
  return destination ? pino(options, destination) : pino(options)
}
