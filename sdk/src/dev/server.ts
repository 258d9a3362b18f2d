import type { Server } from 'node:http'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MountedManifest, Text } from '@digione/contracts'
import { createServer, searchForWorkspaceRoot } from 'vite'
import type { ViteDevServer } from 'vite'
import { lentLibraries } from '../vite/lent.ts'
import { sharesOf } from '../vite/shares.ts'
import { baseOf } from './container.ts'
import type { PageFacts } from './page/client.ts'
import { plainLog } from './log.ts'
import { placeInSources } from './places.ts'
import { pageScripts } from './plugin.ts'

/** The SDK's own files, of which the page gets some. */
const SDK = join(dirname(fileURLToPath(import.meta.url)), '..')

export interface ModuleServerOptions {
  readonly server: Server
  readonly say: (text: string) => void
  readonly told: Text | null
  readonly lender?: 'development' | 'production'
}

/**
 * Vite's development server for the module in `folder`, by the module's own configuration, without a port: it answers below the
 * module's base on the shell's origin, its socket too.
 *
 * @param manifest As it stands whenever it is asked for.
 * @param server Whose socket upgrades below the base are Vite's.
 * @param told Name of the module that the page tells as developed here, if it is to tell one.
 * @param lender How what lends the shell's libraries is built: a module that borrows React is compiled for the same.
 */
export async function openModuleServer(
  folder: string,
  manifest: () => MountedManifest,
  { server, say, told, lender = 'development' }: ModuleServerOptions,
): Promise<ViteDevServer> {
  if (lender === 'production' && sharesOf(folder).length > 0) process.env['NODE_ENV'] = 'production'
  const { id, entry } = manifest()
  const base = baseOf(id)
  const vite = await createServer({
    root: folder,
    base,
    appType: 'custom',
    clearScreen: false,
    customLogger: plainLog(say),
    // Apart from what a test runner or a plain `vite` keeps: here the shell's libraries are lent.
    cacheDir: join(folder, 'node_modules/.vite-digione'),
    server: {
      middlewareMode: true,
      hmr: { server, overlay: false },
      watch: { ignored: ['**/.digione/**', '**/dist/**'] },
      fs: { allow: [searchForWorkspaceRoot(folder), SDK] },
    },
    optimizeDeps: { entries: [entry] },
    plugins: [lentLibraries(folder, 'serve'), pageScripts(manifest, { name: told, base, folder: folder.replaceAll('\\', '/') } satisfies PageFacts, say)],
  })
  vite.watcher.on('change', () => vite.ws.send('digione:changed'))
  vite.ws.on('digione:error', ({ message, stack }: { message: unknown; stack: unknown }, client) => {
    const text = placeInSources(vite, folder, String(stack))
    say(text)
    client.send('digione:placed', { message: String(message), text })
  })
  return vite
}
