import { serve } from '@hono/node-server'
import { modulePlatform } from '@digione/sdk/server'
import { createApp } from './app.ts'
import { readConfig } from './config.ts'
import { openDatabase } from './database.ts'
import { startRelay } from './events/outbox.ts'
import { logToStdout } from './log.ts'

const config = readConfig(process.env)
const platform = modulePlatform()
const database = openDatabase(config.dataFolder)
const relay = startRelay(database, platform.publish, logToStdout)
const app = createApp({ platform, database, log: logToStdout, wake: relay.wake, now: () => new Date() })
const server = serve({ fetch: app.fetch, port: config.port, hostname: '127.0.0.1' }, ({ port }) => logToStdout({ level: 'info', event: 'started', port }))

async function stop() {
  server.close()
  if ('closeIdleConnections' in server) server.closeIdleConnections()
  await relay.stop()
  database.close()
  process.exit(0)
}
process.once('SIGTERM', () => void stop())
process.once('SIGINT', () => void stop())
