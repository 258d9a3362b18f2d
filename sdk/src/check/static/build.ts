import { join } from 'node:path'
import { inspectFiles } from '@digione/inspection'
import { isDigiOneError } from '@digione/contracts'
import { readManifest } from '../../vite/manifest.ts'
import type { Finding } from '../report.ts'
import type { ModuleFacts } from './module-facts.ts'

/** Whether what is in `dist/` is a build of the manifest as it stands. */
export function build({ folder, manifest, files }: ModuleFacts): Finding[] {
  if (!files.some(({ path }) => path === 'digione.json')) return [{ text: 'dist/ holds no build; run "digione build" first', file: 'dist' }]
  try {
    if (JSON.stringify(readManifest(join(folder, 'dist'))) !== JSON.stringify(manifest))
      return [{ text: 'digione.json has changed since the build; run "digione build" again', file: 'digione.json' }]
  } catch (error) {
    return [{ text: error instanceof Error ? error.message : String(error), file: 'dist/digione.json' }]
  }
  return []
}

export interface Refused {
  readonly files: Finding[]
  readonly shares: Finding[]
  readonly styles: Finding[]
}

const IS_SHARE = /^it (?:shares|needs) /
const IS_STYLE = /^(\S+\.css): (?:line (\d+) )?(.*)$/

/** What the registry itself would say of the files: its own check, told by gate. */
export function registry({ manifest, files }: ModuleFacts): Refused {
  const told: Refused = { files: [], shares: [], styles: [] }
  if (files.length === 0) return told
  let reasons: readonly string[]
  try {
    ;({ reasons } = inspectFiles(
      manifest,
      files.filter(({ path }) => path !== 'digione.json'),
    ))
  } catch (error) {
    reasons = [isDigiOneError(error) ? error.message : String(error)]
  }
  for (const text of reasons) {
    const [, file, line, what] = IS_STYLE.exec(text) ?? []
    if (file) told.styles.push({ text: `it ${what}`, file: `dist/${file}`, ...(line ? { line: Number(line) } : {}) })
    else (IS_SHARE.test(text) ? told.shares : told.files).push({ text, file: 'dist' })
  }
  return told
}
