import { modulePlatform } from '@digione/sdk/server'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { timetableApi } from './app.ts'
import { openChangeStore } from './change-store.ts'
import { rosterSchools } from './roster-school.ts'

const platform = modulePlatform()
const store = openChangeStore(process.env['DATA_DIR'] ?? '.data')
const api = timetableApi({
  verify: (request) => platform.verify(request),
  openSchool: rosterSchools(platform.roster),
  store,
  publishChange: ({ id, lesson, ...place }) =>
    platform.publish({ id, type: 'timetable.changed.v1', time: new Date().toISOString(), ...place, data: { lesson } }),
})

const app = new Hono()
app.get('/healthz', (c) => c.json({ status: 'ok' }))
app.all('*', (c) => platform.cors(c.req.raw, () => api.fetch(c.req.raw)))

const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(process.env['PORT'] ?? 4501) })
process.once('SIGTERM', () => {
  server.close(() => store.close())
  if ('closeIdleConnections' in server) server.closeIdleConnections()
})
