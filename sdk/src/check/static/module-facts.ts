import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { MountedManifest } from '@digione/contracts'
import { buildFiles } from '../../cli/build-files.ts'
import type { BuildFile } from '../../cli/build-files.ts'
import { BUILD_FACTS, BuildFacts } from '../../vite/build-facts.ts'

/** A file that the module's people wrote. */
export interface Source {
  /** From the module's folder, `/`-separated. */
  readonly path: string
  readonly text: string
  /** The text with spaces in the place of comments: every line keeps its number. */
  readonly code: string
}

/** What the gates that need no browser look at. */
export interface ModuleFacts {
  readonly folder: string
  readonly manifest: MountedManifest
  /** Of `dist/`. */
  readonly files: readonly BuildFile[]
  /** `null` where there is no build, or one of another tool. */
  readonly build: BuildFacts | null
  /** Those that went into the build, as far as that is known; else all below the entry's topmost folder, without tests. */
  readonly sources: readonly Source[]
}

const IS_SOURCE = /\.(?:[cm]?[jt]sx?|vue|svelte)$/
const IS_TEST = /(?:^|\/)(?:node_modules|dist|\.digione|__tests__)\/|\.(?:test|spec)\.\w+$|\.d\.ts$/

export const scriptsOf = ({ files }: ModuleFacts) => files.filter(({ path }) => path.endsWith('.js'))
export const textOf = ({ contents }: BuildFile) => new TextDecoder().decode(contents)

export async function moduleFacts(folder: string, manifest: MountedManifest): Promise<ModuleFacts> {
  const build = readBuildFacts(folder, manifest)
  const built = build ? new Set(build.sources.map(({ path }) => path)) : null
  const sources = sourcesIn(folder, manifest.entry).filter(({ path }) => !built || built.has(path))
  return { folder, manifest, files: await buildFiles(join(folder, 'dist')), build, sources }
}

function readBuildFacts(folder: string, { id, version }: MountedManifest): BuildFacts | null {
  const file = join(folder, BUILD_FACTS)
  if (!existsSync(file)) return null
  const facts = BuildFacts.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  return facts.success && facts.data.module === id && facts.data.version === version ? facts.data : null
}

function sourcesIn(folder: string, entry: string): Source[] {
  const top = entry.split('/').filter((part) => part !== '.')[0] ?? ''
  const root = join(folder, entry.includes('/') ? top : '.')
  if (!existsSync(root)) return []
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile() && IS_SOURCE.test(found.name))
    .map((found) =>
      join(found.parentPath, found.name)
        .slice(folder.length + 1)
        .replaceAll(sep, '/'),
    )
    .filter((path) => !IS_TEST.test(path))
    .toSorted()
    .map((path) => {
      const text = readFileSync(join(folder, path), 'utf8')
      return { path, text, code: withoutComments(text) }
    })
}

/** Leaves strings as they are: what is in them may be just what is looked for. */
export const withoutComments = (text: string): string =>
  text.replaceAll(/("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[^]*?\*\/|<!--[^]*?-->|(?<![:\\])\/\/[^\n]*/g, (found, string?: string) =>
    string === undefined ? found.replaceAll(/[^\n]/g, ' ') : found,
  )

export const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length
