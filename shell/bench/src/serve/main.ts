import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { freePort } from '@digione/shell-demo/backends'
import { moduleNames } from '../build-fixtures.ts'
import { createFront } from './front.ts'
import { openLink } from './link.ts'
import type { Order, ServeSetup } from './messages.ts'
import { startPlatform } from './platform.ts'
import { readStaticFiles, type StaticFile } from './static-files.ts'

/** Everything that answers, in a process of its own: the line, TLS, the variants' files, and the platform. It obeys over IPC. */
const setup = JSON.parse(process.env['BENCH_SETUP'] ?? '{}') as ServeSetup
try {
  // In life servers have processors of their own: here they must not wait for a browser that is slowed down by keeping one busy.
  setPriority(constants.priority.PRIORITY_HIGHEST)
} catch {
  // Only where the system lets it.
}
const say = (message: object) => process.send?.(message)

const sites = new Map<string, ReadonlyMap<string, StaticFile>>()
for (const [host, folder] of Object.entries(setup.sites)) sites.set(host, await readStaticFiles(folder))

const platformPort = await freePort()
// Servers ask each other directly; the browser is told to come down the line.
const link = openLink(setup.httpsPort)
link.server.listen(setup.linkPort, '127.0.0.1')
await once(link.server, 'listening')
const { server, asked } = createFront({
  key: readFileSync(setup.keyFile, 'utf8'),
  cert: readFileSync(setup.certFile, 'utf8'),
  sites,
  platformPort,
  isBrowsers: link.carries,
})
server.listen(setup.httpsPort, '127.0.0.1')
await once(server, 'listening')

const stack = setup.platform
  ? await startPlatform({
      port: platformPort,
      httpsPort: setup.httpsPort,
      data: setup.platform.data,
      module: setup.platform.module,
      names: moduleNames(setup.platform.modules),
      complain: (text) => process.stderr.write(`${text}\n`),
    })
  : null

process.on('message', (order: Order) => {
  if (order.kind === 'conditions') link.set(order.conditions)
  if (order.kind === 'cut') link.cut()
  if (order.kind === 'forget') asked.length = 0
  say({ kind: 'done', id: order.id, asked: order.kind === 'asked' ? asked : [], bytesDown: link.bytesDown() })
})
const end = () => void Promise.resolve(stack?.stop()).then(() => process.exit(0))
process.on('disconnect', end)
process.on('SIGTERM', end)
process.on('SIGINT', () => {})
say({ kind: 'ready' })
