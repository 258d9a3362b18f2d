import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { baseOf } from './container.ts'

/**
 * Where the development server answers for the module in `folder`: an address that no page of others knows.
 *
 * A frame has no origin, so what it may read anybody may. The address is the same at the next start, for pages that are open still.
 */
export function hiddenBase(folder: string, module: string): string {
  const file = join(folder, '.digione/base')
  if (!existsSync(file)) writeFileSync(file, randomBytes(16).toString('hex'), { mode: 0o600 })
  return baseOf(`${module}~${readFileSync(file, 'utf8')}`)
}
