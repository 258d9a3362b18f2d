import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DigiOneError } from '@digione/contracts'

/** Every page of the platform's own carries it; what lacks it is somebody else's answer, such as a proxy's. */
export const OWN_PAGE = 'digione-page'
/** Where a host's failure worker is. Only this path may be run as a worker, and it is never below a release. */
export const WORKER_PATH = '/sw.js'

export interface Kept {
  /** A pattern of the paths that the kept page stands for. */
  readonly paths: RegExp
  readonly html: string
  readonly headers: Readonly<Record<string, string>>
  readonly files: readonly string[]
}

/**
 * Renders failure workers: scripts that browsers keep, and that show a page where the host fails.
 *
 * The page is part of the script. A browser keeps scripts of workers where no page can write, whereas every module in the shell's
 * realm could put a page of its own into a cache.
 * @param webDist The built shell.
 */
export function createFailureWorkers(webDist: string): (kept: Kept) => { script: string; etag: string } {
  let code: string | null = null
  return ({ paths, html, headers, files }) => {
    code ??= readWorker(join(webDist, '../dist-worker/worker.js'))
    const contents = { header: OWN_PAGE, paths: paths.source, html, headers, files }
    const hash = createHash('sha256')
      .update(code + JSON.stringify(contents))
      .digest('base64url')
      .slice(0, 22)
    return { script: `const digioneKept=${JSON.stringify({ name: `digione-kept-${hash}`, ...contents })};\n${code}`, etag: `W/"${hash}"` }
  }
}

function readWorker(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new DigiOneError('NOT_READY', `The failure worker's build in ${file}`, { cause })
  }
}

/** Headers of a worker's script. What it fetches is of its own host. @param etag Names the contents. */
export const workerHeaders = (etag: string) => ({
  'content-type': 'text/javascript; charset=utf-8',
  'content-security-policy': "default-src 'none'; connect-src 'self'; frame-ancestors 'none'",
  'cache-control': 'no-cache',
  'x-content-type-options': 'nosniff',
  etag,
})
