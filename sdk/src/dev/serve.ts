import { createServer } from 'node:http'
import { join, resolve } from 'node:path'
import { isDigiOneError } from '@digione/contracts'
import { writeTypes } from '../cli/write-types.ts'
import { readMountedManifest } from '../vite/manifest.ts'
import { baseOf } from './container.ts'
import { writeDevelopmentRelease } from './release.ts'
import { openModuleServer } from './server.ts'
import { untilStopped } from './until-stopped.ts'
import { watchFiles } from './watch-files.ts'

const say = (text: string) => process.stderr.write(`${text}\n`)

/**
 * Serves the code of the module in `folder` below its base, on a port of this machine, and nothing else: for a front that has a
 * platform behind it already, such as the platform's own `npm run dev`, which does so with each of its modules.
 *
 * @param release Folder that gets what leads the shell to that code, as its `dist/`: to be published by whoever stands in front.
 * @returns Once it has been stopped.
 * @throws {Error} with a sentence where it cannot start.
 */
export async function serve(folder: string, { port, release }: { readonly port: number; readonly release: string }): Promise<{ text: string }> {
  const manifest = readMountedManifest(folder)
  await writeTypes(folder)
  const base = baseOf(manifest.id)
  await writeDevelopmentRelease(manifest, resolve(folder, release), base)
  const server = createServer()
  const vite = await openModuleServer(folder, () => manifest, { server, say, told: null, base })
  try {
    watchFiles(vite.watcher, [join(folder, 'web/messages')], async () => {
      try {
        await writeTypes(folder)
        vite.ws.send('digione:manifest', { problem: null })
      } catch (error) {
        const problem = isDigiOneError(error) ? `${error.message}\n${error.fix}` : String(error)
        say(problem)
        vite.ws.send('digione:manifest', { problem })
      }
    })
    server.on('request', vite.middlewares)
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
    say(`${manifest.id} is served below ${base} on port ${port}.`)
    await untilStopped()
    return { text: 'Stopped.' }
  } finally {
    await vite.close()
    server.closeAllConnections()
    server.close()
  }
}
