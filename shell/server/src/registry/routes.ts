import { DigiOneError, ModuleId, Published, ReleaseId } from '@digione/contracts'
import { createRoute, z } from '@hono/zod-openapi'
import { type Authenticate, clientCaller } from '../callers.ts'
import type { Deps } from '../deps.ts'
import { bodyLimit } from '../limits.ts'
import { json, problems, routes } from '../openapi.ts'
import { MAX_RELEASE_BYTES } from '@digione/inspection'
import { publish } from './publish.ts'
import { releasesOf } from './store.ts'
import { modulesOfVendor } from './vendors.ts'
import type { Withdrawn } from './withdrawn.ts'
import { yank } from './yank.ts'

/** A multipart body's own bytes besides the files: boundaries, names and the manifest. */
const MULTIPART_BYTES = 1024 * 1024
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
  const statement = form.get('statement')
  if (typeof statement !== 'string') throw new DigiOneError('INPUT_INVALID', 'The publication', 'it has no field "statement" with the signature of its vendor')
  return { manifest, channel: channel.data, files, statement }
}

const Listed = z.object({
  id: z.string(),
  version: z.string(),
  channel: z.string(),
  sequence: z.number().int(),
  publishedAt: z.iso.datetime(),
  publishedBy: z.string(),
  vendorKey: z.string(),
  yanked: z.object({ at: z.iso.datetime(), reason: z.string() }).nullable(),
  isHead: z.boolean(),
})

/** The registry: publishing, listing and withdrawing. */
export function registryRoutes({ db, secrets, log }: Pick<Deps, 'db' | 'secrets' | 'log'>, authenticate: Authenticate, withdrawn: Withdrawn) {
  const app = routes()

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
                required: ['manifest', 'statement'],
                properties: {
                  manifest: { type: 'string', description: 'digione.json' },
                  statement: { type: 'string', description: 'The vendor’s signed statement: a compact JWS, alg Ed25519' },
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
        ...problems(
          'INPUT_INVALID',
          'NOT_SIGNED_IN',
          'NOT_ALLOWED',
          'SCOPE_MISSING',
          'RELEASE_EXISTS',
          'RELEASE_YANKED',
          'TOO_LARGE',
          'RELEASE_REFUSED',
          'HOST_API_TOO_NEW',
        ),
      },
    }),
    async (c) => {
      const client = await clientCaller(authenticate, c.req.raw, 'registry.publish', 'publish a release')
      const modules = await modulesOfVendor(db, client.vendor)
      const published = await publish(db, secrets, { ...(await readPublication(c.req.raw)), client: client.clientId, vendor: client.vendor, modules })
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
        200: json(z.object({ releases: z.array(Listed), /** What the next one has to have, or more. */ nextSequence: z.number().int() }), 'Every release'),
        ...problems('INPUT_INVALID', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'SCOPE_MISSING'),
      },
    }),
    async (c) => {
      const client = await clientCaller(authenticate, c.req.raw, 'registry.publish', 'list releases')
      const { module } = c.req.valid('query')
      if (!(await modulesOfVendor(db, client.vendor)).includes(module)) throw new DigiOneError('NOT_ALLOWED', client.clientId, `list the releases of ${module}`)
      const releases = await releasesOf(db, module)
      return c.json({ releases, nextSequence: (releases[0]?.sequence ?? 0) + 1 }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/registry/releases/{release}/yank',
      tags: ['registry'],
      summary: 'Withdraws a release for good; its channel gives the one before',
      request: {
        params: z.object({ release: ReleaseId }),
        body: { content: { 'application/json': { schema: z.strictObject({ reason: z.string().trim().min(1).max(300) }) } }, required: true },
      },
      responses: {
        200: json(z.object({ release: z.string(), next: z.string().nullable() }), 'It is withdrawn'),
        ...problems('INPUT_INVALID', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'SCOPE_MISSING', 'NOT_FOUND', 'RELEASE_YANKED'),
      },
    }),
    async (c) => {
      const client = await clientCaller(authenticate, c.req.raw, 'registry.publish', 'withdraw a release')
      const { release } = c.req.valid('param')
      const { reason } = c.req.valid('json')
      const modules = await modulesOfVendor(db, client.vendor)
      const yanked = await yank(db, { release, reason, client: client.clientId, modules })
      withdrawn.renew()
      log.info({ ...yanked, client: client.clientId }, 'a release was withdrawn')
      return c.json(yanked, 200)
    },
  )
  return app
}
