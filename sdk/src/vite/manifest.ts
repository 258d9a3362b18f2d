import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DigiOneError, Manifest } from '@digione/contracts'
import type { MountedManifest } from '@digione/contracts'
import { problemsOf } from '../problems-of.ts'

/**
 * Reads and checks `digione.json` of the module in `folder`.
 * @throws {DigiOneError} INPUT_INVALID with every problem named.
 */
export function readManifest(folder: string): Manifest {
  const file = join(folder, 'digione.json')
  let json: unknown
  try {
    json = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new DigiOneError('INPUT_INVALID', file, cause instanceof SyntaxError ? 'it is not JSON' : 'it cannot be read', { cause })
  }
  const parsed = Manifest.safeParse(json)
  if (!parsed.success) throw new DigiOneError('INPUT_INVALID', file, problemsOf(parsed.error), { cause: parsed.error })
  return parsed.data
}

/** As `readManifest`, for what needs a build: a link has none. */
export function readMountedManifest(folder: string): MountedManifest {
  const manifest = readManifest(folder)
  if (manifest.isolation === 'link') throw new DigiOneError('INPUT_INVALID', join(folder, 'digione.json'), 'a link has nothing to build')
  return manifest
}
