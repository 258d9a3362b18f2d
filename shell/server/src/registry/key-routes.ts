import { Digest, VendorKey } from '@digione/contracts'
import { createRoute, z } from '@hono/zod-openapi'
import { type Authenticate, clientCaller } from '../callers.ts'
import type { Deps } from '../deps.ts'
import { json, problems, routes } from '../openapi.ts'
import { addKey, keysOf, revokeKey } from './keys.ts'

const SCOPE = 'registry.publish'

/** The keys that a vendor signs its releases with. */
export function keyRoutes({ db, log }: Pick<Deps, 'db' | 'log'>, authenticate: Authenticate) {
  const app = routes()

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/registry/keys',
      tags: ['registry'],
      summary: "The vendor's keys, the oldest first",
      responses: {
        200: json(
          z.object({
            keys: z.array(z.object({ thumbprint: z.string(), addedAt: z.iso.datetime(), revokedAt: z.iso.datetime().nullable() })),
          }),
          'Those in use and those that were revoked',
        ),
        ...problems('NOT_SIGNED_IN', 'NOT_ALLOWED', 'SCOPE_MISSING'),
      },
    }),
    async (c) => {
      const { vendor } = await clientCaller(authenticate, c.req.raw, SCOPE, 'list keys')
      const keys = await keysOf(db, vendor)
      return c.json(
        {
          keys: keys.map(({ thumbprint, addedAt, revokedAt }) => ({
            thumbprint,
            addedAt: addedAt.toISOString(),
            revokedAt: revokedAt?.toISOString() ?? null,
          })),
        },
        200,
      )
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/registry/keys',
      tags: ['registry'],
      summary: 'Registers a key to sign releases with',
      description: 'The first one needs no `endorsement`; each further one a compact JWS over `{"add": thumbprint}` by a key that is in use.',
      request: {
        body: {
          content: { 'application/json': { schema: z.strictObject({ jwk: VendorKey, endorsement: z.string().max(2000).optional() }) } },
          required: true,
        },
      },
      responses: {
        200: json(z.object({ thumbprint: z.string() }), 'It is registered'),
        ...problems('INPUT_INVALID', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'SCOPE_MISSING'),
      },
    }),
    async (c) => {
      const { vendor, clientId: client } = await clientCaller(authenticate, c.req.raw, SCOPE, 'register a key')
      const { jwk, endorsement = null } = c.req.valid('json')
      const thumbprint = await addKey(db, { vendor, client, jwk, endorsement })
      log.info({ vendor, client, key: thumbprint }, 'a key of a vendor is registered')
      return c.json({ thumbprint }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'delete',
      path: '/api/registry/keys/{thumbprint}',
      tags: ['registry'],
      summary: 'Revokes a key: nothing that it signs is taken any more',
      request: { params: z.object({ thumbprint: Digest }) },
      responses: { 204: { description: 'It is revoked' }, ...problems('INPUT_INVALID', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'SCOPE_MISSING', 'NOT_FOUND') },
    }),
    async (c) => {
      const { vendor, clientId: client } = await clientCaller(authenticate, c.req.raw, SCOPE, 'revoke a key')
      const { thumbprint } = c.req.valid('param')
      await revokeKey(db, { vendor, client, thumbprint })
      log.info({ vendor, client, key: thumbprint }, 'a key of a vendor was revoked')
      return c.body(null, 204)
    },
  )
  return app
}
