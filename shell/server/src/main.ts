import { createServer } from 'node:http'
import { isDigiOneError } from '@digione/contracts'
import { createPlatform, readConfig, readListener, stop } from './index.ts'

try {
  const config = readConfig(process.env)
  const { port, host } = readListener(process.env)
  const platform = await createPlatform(config)
  const server = createServer((req, res) => platform.handle(req, res))
  server.listen(port, host)
  platform.deps.log.info({ shell: config.origins.shell }, 'the platform listens')
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void stop(server, platform, { announceMs: config.drainS * 1000 }).then(() => process.exit(0)))
} catch (error) {
  if (!isDigiOneError(error)) throw error
  process.stderr.write(`${error.code}: ${error.message}\n${error.fix}\n`)
  process.exitCode = 1
}
