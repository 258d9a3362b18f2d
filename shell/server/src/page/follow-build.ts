import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { readShellBuild } from './shell-build.ts'
import type { BuiltFile, ShellBuild } from './shell-build.ts'

export interface FollowedBuild {
  /** The present build. */
  current(): Promise<ShellBuild>
  /** A file of it or of the build before: a page that was opened with that one may still ask for more. */
  file(path: string): Promise<BuiltFile | undefined>
}

/**
 * The built shell in a folder, read anew when it is built anew.
 *
 * A build that is half written counts once it is whole.
 * @throws {DigiOneError} CONFIGURATION_INVALID where there is none at first.
 */
export async function followShellBuild(folder: string, log: Pick<Logger, 'warn'>): Promise<FollowedBuild> {
  // The boot script is written last.
  const writtenAt = () =>
    stat(join(folder, 'boot.js')).then(
      ({ mtimeMs }) => mtimeMs,
      () => null,
    )
  let readAt = await writtenAt()
  let build = await readShellBuild(folder)
  let before = build

  async function current(): Promise<ShellBuild> {
    const at = await writtenAt()
    if (at === null || at === readAt) return build
    readAt = at
    try {
      const read = await readShellBuild(folder)
      before = build
      build = read
    } catch (error) {
      log.warn({ err: error }, 'the shell was built anew, but the build cannot be read')
    }
    return build
  }

  return { current, file: async (path) => (await current()).files.get(path) ?? before.files.get(path) }
}
