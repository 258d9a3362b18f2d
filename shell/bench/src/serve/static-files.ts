import { readdir, readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'

export interface StaticFile {
  readonly plain: Buffer
  brotli(): Buffer
  readonly type: string
  /** Its name changes with its contents. */
  readonly immutable: boolean
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
}
const isHashed = (path: string) => /-[\w-]{8}\.(js|css)$/.test(path)

/** Which module a path is of; 0 where it is the shell's. */
const moduleIn = (path: string) => Number(/\bm(\d{3,4})\b/.exec(path)?.[1] ?? 0)
/** Modules of a larger number are compressed only when a prefetch asks for them: at once there would be thousands. */
const AT_ONCE = 20
/** The modules that are opened are compressed as far as it goes. */
const OPENED = 2

function compressed(plain: Buffer, quality: number): Buffer {
  return brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } })
}

/** Every file below a folder by its path on the origin; compressed beforehand as far as they are measured. */
export async function readStaticFiles(folder: string): Promise<ReadonlyMap<string, StaticFile>> {
  const files = new Map<string, StaticFile>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const type = TYPES[extname(entry.name)]
    if (!entry.isFile() || !type) continue
    const file = join(entry.parentPath, entry.name)
    const path = `/${file
      .slice(folder.length + 1)
      .split(sep)
      .join('/')}`
    const plain = await readFile(file)
    const module = moduleIn(path)
    const quality = module <= OPENED ? 11 : 9
    let brotli = module <= AT_ONCE ? compressed(plain, quality) : null
    files.set(path, { plain, brotli: () => (brotli ??= compressed(plain, quality)), type, immutable: isHashed(path) })
  }
  return files
}
