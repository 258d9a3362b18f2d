import { DeveloperReleases, DigiOneError, type Text } from '@digione/contracts'
import { createRoute } from '@hono/zod-openapi'
import { type Authenticate, personCaller } from '../callers.ts'
import type { Deps } from '../deps.ts'
import { modulesOnEach, startReleases } from '../entitlements/store.ts'
import { json, problems, routes } from '../openapi.ts'
import { releasesOf } from '../registry/store.ts'
import { contextsOf } from '../roster/store.ts'
import { mayDevelop } from './admit.ts'

/** What a developer may have in one tab instead of what is on. */
export function overrideRoutes({ db, config, now }: Deps, authenticate: Authenticate) {
  const app = routes()
  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/developer/releases',
      tags: ['person'],
      summary: 'Releases of the modules that are on for an operator, or for a vendor’s own person of that vendor, to have in one tab instead',
      responses: { 200: json(DeveloperReleases, 'Those that are in use or could be, the newest first'), ...problems('NOT_SIGNED_IN', 'NOT_ALLOWED') },
    }),
    async (c) => {
      const what = 'have other releases'
      const { personId, ways } = await personCaller(authenticate, c.req.raw, what)
      const { contexts } = await contextsOf(db, personId, ways, config.upstreams)
      if (!contexts.some(({ role }) => role === 'operator' || role === 'vendor')) throw new DigiOneError('NOT_ALLOWED', 'This person', what)
      const may = await mayDevelop(db, personId, contexts)
      const on = (await modulesOnEach(db, contexts, personId, now())).flat().filter(({ module }) => may(module))
      const starts = await startReleases(db, [...new Set(on.map(({ release }) => release))])
      const names = new Map<string, Text>(Object.values(starts).map(({ module, manifest }) => [module, manifest.name]))
      const modules = [...names].map(async ([module, name]) => ({
        module,
        name,
        on: Object.keys(starts).filter((id) => starts[id]?.module === module),
        releases: (await releasesOf(db, module))
          .filter(({ yanked }) => yanked === null)
          .map(({ id, version, channel, publishedAt }) => ({ id, version, channel, publishedAt })),
      }))
      c.header('cache-control', 'no-store')
      return c.json({ modules: await Promise.all(modules) }, 200)
    },
  )
  return app
}
