import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { DigiOneError } from '@digione/contracts'
import { z } from 'zod'

const Chunk = z.object({
  file: z.string(),
  isEntry: z.boolean().optional(),
  imports: z.array(z.string()).optional(),
  css: z.array(z.string()).optional(),
})
const ViteManifest = z.record(z.string(), Chunk)
type ViteManifest = z.infer<typeof ViteManifest>

export interface BuiltFile {
  readonly contents: Buffer
  readonly brotli: Buffer | null
  readonly integrity: string
}

/** The shell as it was built: what the HTML answer names, and the files behind it. */
export interface ShellBuild {
  /** Names the build in reports. */
  readonly id: string
  readonly entry: string
  /** All that the entry needs before it runs, itself first. */
  readonly scripts: readonly string[]
  readonly styles: readonly string[]
  /** The chunk with a language's messages, where there is one. */
  messagesOf(locale: string): string | null
  /** The boot script, to stand inline. */
  readonly boot: string
  /** By path on the shell's origin, `/assets/…`. */
  readonly files: ReadonlyMap<string, BuiltFile>
}

const sha384 = (contents: Buffer) => `sha384-${createHash('sha384').update(contents).digest('base64')}`

/** What Vite tells of a build in a folder. */
export const readViteManifest = async (folder: string): Promise<ViteManifest> =>
  ViteManifest.parse(JSON.parse(await readFile(join(folder, '.vite/manifest.json'), 'utf8')))

/** All that a chunk needs before it runs, itself first. */
export function neededBy(manifest: ViteManifest, chunk: z.infer<typeof Chunk>): { scripts: string[]; styles: string[] } {
  const needed = new Map<string, z.infer<typeof Chunk>>()
  const walk = (one: z.infer<typeof Chunk>) => {
    if (needed.has(one.file)) return
    needed.set(one.file, one)
    for (const name of one.imports ?? []) if (manifest[name]) walk(manifest[name])
  }
  walk(chunk)
  return {
    scripts: [...needed.keys()].map((file) => `/${file}`),
    styles: [...new Set([...needed.values()].flatMap(({ css }) => css ?? []))].map((file) => `/${file}`),
  }
}

/** The files of a build, by path on their origin, `/assets/…`. */
export async function readAssets(folder: string): Promise<Map<string, BuiltFile>> {
  const files = new Map<string, BuiltFile>()
  for (const name of await readdir(join(folder, 'assets'), { recursive: true, withFileTypes: true })) {
    if (!name.isFile() || name.name.endsWith('.br')) continue
    const file = join(name.parentPath, name.name)
    const contents = await readFile(file)
    const brotli = await readFile(`${file}.br`).catch(() => null)
    files.set(file.slice(folder.length).split(sep).join('/'), { contents, brotli, integrity: sha384(contents) })
  }
  return files
}

/** Reads the built shell. @throws {DigiOneError} CONFIGURATION_INVALID where the folder holds none. */
export async function readShellBuild(folder: string): Promise<ShellBuild> {
  try {
    const manifest = await readViteManifest(folder)
    const boot = (await readFile(join(folder, 'boot.js'), 'utf8')).trim()
    const main = Object.values(manifest).find((chunk) => chunk.isEntry)
    if (!main) throw new Error('its manifest names no entry')

    const needed = neededBy(manifest, main)
    const files = await readAssets(folder)
    return {
      id: /-([\w-]+)\.js$/.exec(main.file)?.[1] ?? main.file,
      entry: `/${main.file}`,
      ...needed,
      messagesOf(locale) {
        const chunk = manifest[`src/language/messages/${locale.split('-')[0]}.json`]
        return chunk ? `/${chunk.file}` : null
      },
      boot,
      files,
    }
  } catch (cause) {
    throw new DigiOneError(
      'CONFIGURATION_INVALID',
      'DIGIONE_WEB_DIST',
      `${folder} holds no built shell (${cause instanceof Error ? cause.message : String(cause)})`,
      { cause },
    )
  }
}
