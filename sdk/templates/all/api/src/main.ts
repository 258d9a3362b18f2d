import { modulePlatform, problemResponse } from '@digione/sdk/server'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { homeworkApi } from './app.ts'
import { exampleStore } from './homework-store.ts'

const platform = modulePlatform() // by DIGIONE_PLATFORM and the others of .env.example
const api = homeworkApi({ verify: (request) => platform.verify(request), store: exampleStore() })

const app = new Hono()
app.onError((error) => problemResponse(error))
app.get('/healthz', (c) => c.json({ status: 'ok' }))
app.all('*', (c) => platform.cors(c.req.raw, () => api.fetch(c.req.raw)))

const server = serve({ fetch: app.fetch, port: Number(process.env['PORT'] ?? 4600) })
process.once('SIGTERM', () => server.close())
