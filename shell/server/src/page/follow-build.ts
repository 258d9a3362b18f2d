import { stat } from 'node:fs/promises'
import type { Logger } from 'pino'
import type { BuiltFile } from './shell-build.ts'

interface Build {
  readonly files: ReadonlyMap<string, BuiltFile>
}

export interface FollowedBuild<Read extends Build> {
  /** The present build. */
  current(): Promise<Read>
  /** A file of it or of the build before: a page that was opened with that one may still ask for more. */
  file(path: string): Promise<BuiltFile | undefined>
}

/**
 * What was built, read anew when it is built anew.
 *
 * A build that is half written counts once it is whole.
 * @param last The file that is written last. @param read Reads the whole.
 * @throws {DigiOneError} CONFIGURATION_INVALID where there is none at first.
 */
export async function followBuild<Read extends Build>(last: string, read: () => Promise<Read>, log: Pick<Logger, 'warn'>): Promise<FollowedBuild<Read>> {
  const writtenAt = () =>
    stat(last).then(
      ({ mtimeMs }) => mtimeMs,
      () => null,
    )
  let readAt = await writtenAt()
  let build = await read()
  let before = build

  async function current(): Promise<Read> {
    const at = await writtenAt()
    if (at === null || at === readAt) return build
    readAt = at
    try {
      const next = await read()
      before = build
      build = next
    } catch (error) {
      log.warn({ err: error }, 'there is a new build, but it cannot be read')
    }
    return build
  }

  return { current, file: async (path) => (await current()).files.get(path) ?? before.files.get(path) }
}
