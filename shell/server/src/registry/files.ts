import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'
import { DigiOneError } from '@digione/contracts'
import type { Deps } from '../deps.ts'
import { routes } from '../openapi.ts'
import { typeOf } from '@digione/inspection'
import { type Blob, blob } from './store.ts'
import type { Withdrawn } from './withdrawn.ts'

const decompress = promisify(brotliDecompress)

/** Blobs never change, so the ones asked for lately are kept. */
const KEPT_BYTES = 32 * 1024 * 1024

function keptBlobs() {
  const kept = new Map<string, Blob>()
  let bytes = 0
  return {
    get: (key: string) => kept.get(key),
    set(key: string, value: Blob) {
      kept.set(key, value)
      bytes += value.brotli.byteLength
      for (const [oldest, { brotli }] of kept) {
        if (bytes <= KEPT_BYTES) break
        kept.delete(oldest)
        bytes -= brotli.byteLength
      }
    },
  }
}

/** Whether what the database holds is still what was published. Browsers check scripts and styles themselves, but not images or data. */
async function isWhole({ brotli, integrity }: Blob): Promise<boolean> {
  const contents = await decompress(brotli).catch(() => null)
  return contents !== null && `sha384-${createHash('sha384').update(contents).digest('base64')}` === integrity
}

/** The files of the releases, on the shell's own origin. */
export function fileRoutes({ db, log, metrics }: Pick<Deps, 'db' | 'log' | 'metrics'>, withdrawn: Withdrawn) {
  const app = routes()
  const kept = keptBlobs()

  async function find(module: string, hash: string, path: string): Promise<Blob | null> {
    const key = `${module}@${hash}/${path}`
    const known = kept.get(key)
    if (known) return known
    const found = await blob(db, module, hash, path)
    if (!found) return null
    if (!(await isWhole(found))) {
      log.error({ release: `${module}@${hash}`, path }, 'a stored file is not the one that was published')
      throw new DigiOneError('MODULE_BLOCKED', module, path)
    }
    kept.set(key, found)
    return found
  }

  app.get('/releases/:module/:hash/:path{.+}', async (c) => {
    const { module, hash, path } = c.req.param()
    const type = typeOf(path)
    const reason = await withdrawn.reasonFor(`${module}@${hash}`)
    if (reason !== undefined) throw new DigiOneError('RELEASE_YANKED', `${module}@${hash}`, reason)
    const found = type === null ? null : await find(module, hash, path)
    if (!found || type === null) throw new DigiOneError('NOT_FOUND', 'such file in a release')
    metrics.releaseFiles.inc({ module })
    const headers: Record<string, string> = {
      'content-type': type,
      'cache-control': 'public, max-age=31536000, immutable',
      etag: `"${found.integrity.slice(7, 39)}"`,
      vary: 'accept-encoding',
      'cross-origin-resource-policy': 'same-origin',
    }
    const takesBrotli = /\bbr\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(c.req.header('accept-encoding') ?? '')
    if (!takesBrotli) return c.body(new Uint8Array(await decompress(found.brotli)), 200, headers)
    return c.body(found.brotli, 200, { ...headers, 'content-encoding': 'br' })
  })
  return app
}
