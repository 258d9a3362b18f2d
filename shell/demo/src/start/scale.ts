import { MAX_ACCOUNTS } from '../dataset/country/country.ts'
import { dataset } from '../dataset/dataset.ts'
import { Refusal, type Settings } from './settings.ts'

/**
 * Reads `--scale <accounts>`, the only argument of a start.
 *
 * @returns How many accounts the demo is to have; `null` where nobody asked for more than its own.
 * @throws {Refusal}
 */
export function readScale(args: readonly string[], { databaseUrl }: Pick<Settings, 'databaseUrl'>): number | null {
  if (args.length === 0) return null
  const [name, value, ...more] = args.flatMap((arg) => arg.split('='))
  if (name !== '--scale' || more.length > 0) throw new Refusal(`There is no "${args.join(' ')}". There is: npm start -- --scale <accounts>`)
  const own = dataset(new Date()).roster.persons.length
  const accounts = Number(value)
  if (!Number.isInteger(accounts) || accounts < own || accounts > MAX_ACCOUNTS)
    throw new Refusal(`--scale is "${value ?? ''}"; it has to be a number from ${own}, the demo's own accounts, to ${MAX_ACCOUNTS}, those of seven cities.`)
  if (!databaseUrl) throw new Refusal('--scale needs PostgreSQL: say where in DATABASE_URL. The embedded database is for trying things out.')
  return accounts
}
