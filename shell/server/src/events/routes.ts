import { DigiOneError, DomainEvent } from '@digione/contracts'
import { createRoute } from '@hono/zod-openapi'
import { type Authenticate, clientCaller } from '../callers.ts'
import type { Deps } from '../deps.ts'
import { createSchoolsWhereOn } from '../entitlements/schools-where-on.ts'
import { problems, routes } from '../openapi.ts'
import { createPairwise } from '../tokens/pairwise.ts'
import { takeEvent } from './store.ts'

/** Facts of the domain, told by the backends that own them. */
export function eventRoutes({ db, secrets, now }: Deps, authenticate: Authenticate) {
  const app = routes()
  const pairwise = createPairwise(secrets.pairwise)
  const schoolsWhereOn = createSchoolsWhereOn({ now })
  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/events',
      tags: ['events'],
      summary: 'Tells a fact, as a CloudEvents 1.0 envelope',
      description: 'Needs the scope `events.publish`. The same `source` and `id` again are taken and change nothing.',
      request: { body: { content: { 'application/json': { schema: DomainEvent }, 'application/cloudevents+json': { schema: DomainEvent } }, required: true } },
      responses: { 202: { description: 'Taken' }, ...problems('INPUT_INVALID', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'SCOPE_MISSING', 'NOT_FOUND') },
    }),
    async (c) => {
      const { module, clientId } = await clientCaller(authenticate, c.req.raw, 'events.publish', 'publish an event')
      if (module === null) throw new DigiOneError('NOT_ALLOWED', clientId, 'publish an event: it stands for no module')
      await takeEvent(db, schoolsWhereOn, module, c.req.valid('json'), (id) => pairwise.unmask(id, module))
      return c.body(null, 202)
    },
  )
  return app
}
