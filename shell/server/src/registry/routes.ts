import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'
import { DigiOneError, ModuleId, Published } from '@digione/contracts'
import { createRoute, z } from '@hono/zod-openapi'
import { type Authenticate, clientCaller } from '../callers.ts'
import type { Deps } from '../deps.ts'
import { bodyLimit } from '../limits.ts'
import { json, problems, routes } from '../openapi.ts'
import { MAX_RELEASE_BYTES, publish, typeOf } from './publish.ts'
import { type Blob, blob, releasesOf } from './store.ts'
import { modulesOfVendor } from './vendors.ts'

const decompress = promisify(brotliDecompress)

/** A multipart body's own bytes besides the files: boundaries, names and the manifest. */
const MULTIPART_BYTES = 1024 * 1024
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

async function readPublication(request: Request) {
  const form = await request.formData().catch((cause: unknown) => {
    throw new DigiOneError('INPUT_INVALID', 'The publication', 'it is not multipart/form-data', { cause })
  })
  const manifestPart = form.get('manifest')
  const text = manifestPart === null ? '' : typeof manifestPart === 'string' ? manifestPart : await manifestPart.text()
  let manifest: unknown
  try {
    manifest = JSON.parse(text)
  } catch (cause) {
    throw new DigiOneError('INPUT_INVALID', 'The publication', 'its field "manifest" is not JSON', { cause })
  }
  const channel = z.enum(['stable', 'preview']).safeParse(form.get('channel') ?? 'stable')
  if (!channel.success) throw new DigiOneError('INPUT_INVALID', 'The publication', '"channel" is neither stable nor preview')
  const files = await Promise.all(
    form.getAll('file').map(async (part) => {
      if (typeof part === 'string') throw new DigiOneError('INPUT_INVALID', 'The publication', 'a field "file" has no file name')
      return { path: part.name, contents: new Uint8Array(await part.arrayBuffer()) }
    }),
  )
  return { manifest, channel: channel.data, files }
}

/** The registry: publishing, listing, and the releases' files. */
export function registryRoutes({ db, secrets, log }: Deps, authenticate: Authenticate) {
  const app = routes()
  const kept = keptBlobs()

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/registry/releases',
      tags: ['registry'],
      summary: 'Publishes a release',
      description: 'Needs the scope `registry.publish`. One part `file` per file, with its path below the release as the file name.',
      middleware: [bodyLimit(MAX_RELEASE_BYTES + MULTIPART_BYTES)] as const,
      request: {
        body: {
          content: {
            'multipart/form-data': {
              // A plain JSON Schema, so that nothing reads the body before `readPublication`: a manifest's problems have their own code.
              schema: {
                type: 'object',
                required: ['manifest'],
                properties: {
                  manifest: { type: 'string', description: 'digione.json' },
                  channel: { type: 'string', enum: ['stable', 'preview'] },
                  file: { type: 'array', items: { type: 'string', format: 'binary' } },
                },
              },
            },
          },
          required: true,
        },
      },
      responses: {
        200: json(Published, 'It was there already, with these contents'),
        201: json(Published, 'Taken'),
        ...problems('INPUT_INVALID', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'SCOPE_MISSING', 'RELEASE_EXISTS', 'TOO_LARGE', 'RELEASE_REFUSED', 'HOST_API_TOO_NEW'),
      },
    }),
    async (c) => {
      const client = await clientCaller(authenticate, c.req.raw, 'registry.publish', 'publish a release')
      const modules = await modulesOfVendor(db, client.vendor)
      const published = await publish(db, secrets, { ...(await readPublication(c.req.raw)), client: client.clientId, modules })
      log.info({ release: published.release, created: published.created, client: client.clientId }, 'a release was published')
      return c.json(published, published.created ? 201 : 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/registry/releases',
      tags: ['registry'],
      summary: "A module's releases, the newest first",
      request: { query: z.object({ module: ModuleId }) },
      responses: {
        200: json(
          z.object({
            releases: z.array(z.object({ id: z.string(), version: z.string(), channel: z.string(), publishedAt: z.iso.datetime(), isHead: z.boolean() })),
          }),
          'Every release',
        ),
        ...problems('INPUT_INVALID', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'SCOPE_MISSING'),
      },
    }),
    async (c) => {
      const client = await clientCaller(authenticate, c.req.raw, 'registry.publish', 'list releases')
      const { module } = c.req.valid('query')
      if (!(await modulesOfVendor(db, client.vendor)).includes(module)) throw new DigiOneError('NOT_ALLOWED', client.clientId, `list the releases of ${module}`)
      return c.json({ releases: await releasesOf(db, module) }, 200)
    },
  )

  app.get('/releases/:module/:hash/:path{.+}', async (c) => {
    const { module, hash, path } = c.req.param()
    const type = typeOf(path)
    const key = `${module}@${hash}/${path}`
    const found = type === null ? null : (kept.get(key) ?? (await blob(db, module, hash, path)))
    if (!found || type === null) throw new DigiOneError('NOT_FOUND', 'such file in a release')
    if (!kept.get(key)) kept.set(key, found)
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
