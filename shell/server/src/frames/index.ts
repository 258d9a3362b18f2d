import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'
import { DigiOneError, frameOrigin } from '@digione/contracts'
import { sharedIn } from '@digione/inspection'
import { Hono } from 'hono'
import type { Deps, Env } from '../deps.ts'
import { limitFloods } from '../limits.ts'
import { sendAsset } from '../page/assets.ts'
import { newReference, onProblem } from '../problems.ts'
import { fileRoutes } from '../registry/files.ts'
import { blob, release } from '../registry/store.ts'
import { createWithdrawn } from '../registry/withdrawn.ts'
import { followBuild, type FollowedBuild } from '../page/follow-build.ts'
import { type FrameBuild, readFrameBuild } from './frame-build.ts'
import { renderFrame } from './document.ts'

const decompress = promisify(brotliDecompress)
const NOTHING = "default-src 'none'; frame-ancestors 'none'; sandbox"
/** How long a browser may open a frame again without asking. Whether a module is on is the shell's to say. */
const FRAME_MAX_AGE_S = 60
/** A frame's origin is opaque, so that its files come across origins even from its own host. */
const FOR_OPAQUE = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }

/** The hosts of modules: the frame of each release and the files in it, and nothing of anybody. */
export function createFrames(deps: Deps): { fetch(request: Request): Response | Promise<Response> } {
  const { config, db } = deps
  const { shell, modules } = config.origins
  const withdrawn = createWithdrawn(db)
  const app = new Hono<Env>()
  const folder = join(config.webDist, '../dist-frame')
  let following: Promise<FollowedBuild<FrameBuild>> | null = null
  const build = () => {
    following ??= followBuild(join(folder, '.vite/manifest.json'), () => readFrameBuild(folder), deps.log)
    // Looked for again by whoever asks next, where there is none yet.
    following.catch(() => (following = null))
    return following
  }
  const shared = new Map<string, readonly string[]>()

  const requireOwnHost = (url: string, module: string) => {
    if (new URL(url).host !== new URL(frameOrigin(modules, module)).host) throw new DigiOneError('NOT_FOUND', 'such address on this host')
  }

  /** What a release takes from its host, as its build says. A release never changes. */
  async function sharedBy(id: string): Promise<readonly string[]> {
    const known = shared.get(id)
    if (known) return known
    const [module = '', hash = ''] = id.split('@')
    const manifest = await blob(db, module, hash, 'mf-manifest.json')
    const names = manifest ? sharedIn((await decompress(manifest.brotli)).toString('utf8')) : []
    shared.set(id, names)
    return names
  }

  app.onError(onProblem(deps))
  app.use(async (c, next) => {
    c.set('reference', newReference())
    await next()
    if (!c.res.headers.has('content-security-policy')) c.header('content-security-policy', NOTHING)
    c.header('x-content-type-options', 'nosniff')
    c.header('referrer-policy', 'no-referrer')
  })
  app.use(limitFloods(config))

  app.get('/frame/:module/:hash', async (c) => {
    const { module, hash } = c.req.param()
    requireOwnHost(c.req.url, module)
    const id = `${module}@${hash}`
    const reason = await withdrawn.reasonFor(id)
    if (reason !== undefined) throw new DigiOneError('RELEASE_YANKED', id, reason)
    const found = await release(db, id)
    if (!found?.entry) throw new DigiOneError('NOT_FOUND', 'such release')
    const { html, headers } = renderFrame({
      build: await (await build()).current(),
      shell,
      origin: frameOrigin(modules, module),
      release: { ...found, entry: found.entry },
      shared: await sharedBy(id),
    })
    const etag = `W/"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`
    const answer = { ...headers, 'content-type': 'text/html; charset=utf-8', 'cache-control': `public, max-age=${FRAME_MAX_AGE_S}`, etag }
    return c.req.header('if-none-match') === etag ? c.body(null, 304, answer) : c.body(html, 200, answer)
  })

  app.get('/assets/*', async (c) => {
    const file = await (await build()).file(c.req.path)
    if (!file) throw new DigiOneError('NOT_FOUND', 'such file of the frame')
    return sendAsset(c, file, FOR_OPAQUE)
  })

  app.use('/releases/:module/*', async (c, next) => {
    requireOwnHost(c.req.url, c.req.param('module'))
    await next()
    for (const [name, value] of Object.entries(FOR_OPAQUE)) c.header(name, value)
  })
  app.route('/', fileRoutes(deps, withdrawn))

  app.all('*', () => {
    throw new DigiOneError('NOT_FOUND', 'such address on this host')
  })
  return app
}
