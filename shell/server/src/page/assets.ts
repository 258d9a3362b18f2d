import type { Context } from 'hono'
import type { BuiltFile } from './shell-build.ts'

const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml', png: 'image/png', woff2: 'font/woff2' }

export const accepts = (request: Request, encoding: string) => (request.headers.get('accept-encoding') ?? '').includes(encoding)

/** Sends a file of a build of the platform's own, whose name changes with its contents. */
export function sendAsset(c: Context, file: BuiltFile, more: Readonly<Record<string, string>> = {}) {
  const zipped = file.brotli && accepts(c.req.raw, 'br') ? file.brotli : null
  return c.body(new Uint8Array(zipped ?? file.contents), 200, {
    'content-type': TYPES[c.req.path.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
    ...more,
    ...(zipped ? { 'content-encoding': 'br' } : {}),
  })
}
