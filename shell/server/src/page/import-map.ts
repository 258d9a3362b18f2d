import { isCode, releaseBase } from '@digione/contracts'
import type { ReleaseFile } from '@digione/contracts'
import type { ShellBuild } from './shell-build.ts'

/**
 * The document's one import map: the integrity of every script and stylesheet that it may run.
 *
 * It is fixed once the document stands, so a script that is not in it is not run: `Integrity-Policy` refuses it.
 */
export function importMap(build: Pick<ShellBuild, 'files'>, releases: readonly { readonly id: string; readonly files: readonly ReleaseFile[] }[]): string {
  const integrity: Record<string, string> = {}
  for (const [path, file] of build.files) if (isCode(path)) integrity[path] = file.integrity
  for (const { id, files } of releases) for (const file of files) if (isCode(file.path)) integrity[releaseBase(id) + file.path] = file.integrity
  return scriptJson({ integrity })
}

/** JSON that may stand inside a script element: it can neither close the element nor open a comment. */
export const scriptJson = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
