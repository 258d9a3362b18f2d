import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from '../start/run.ts'

const isExecutable = (path: string) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The first of these programs that is on the PATH or in one of the folders. */
export function findProgram(names: readonly string[], folders: readonly string[] = []): string | null {
  const places = [...(process.env['PATH'] ?? '').split(delimiter), ...folders]
  return names.flatMap((name) => places.map((place) => join(place, name))).find(isExecutable) ?? null
}

/** Folders of the form `<base>/<version><rest>`, the newest version first. */
export function versionFolders(base: string, rest: string): string[] {
  if (!existsSync(base)) return []
  return readdirSync(base)
    .toSorted((a, b) => Number.parseFloat(b) - Number.parseFloat(a))
    .map((version) => join(base, version, rest))
}

/** Whether this process may install the machine's own packages. */
export const canInstall = () => process.getuid?.() === 0 && findProgram(['apt-get']) !== null

/** @throws {Error} with apt's own words. */
export async function install(...packages: string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-qq'], { env })
  const { code, output } = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env })
  if (code !== 0) throw new Error(`apt-get install ${packages.join(' ')} failed.\n${output.trim().slice(-2000)}`)
}
