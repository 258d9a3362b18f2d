import type { Server } from 'node:http'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MountedManifest, Text } from '@digione/contracts'
import { createServer, searchForWorkspaceRoot } from 'vite'
import type { ViteDevServer } from 'vite'
import { lentLibraries } from '../vite/lent.ts'
import { sharesOf } from '../vite/shares.ts'
import { plainLog } from './log.ts'
import { placeInSources } from './places.ts'
import { pageScripts } from './plugin.ts'

/** The SDK's own files, of which the page gets some. */
const SDK = join(dirname(fileURLToPath(import.meta.url)), '..')

export interface ModuleServerOptions {
  readonly server: Server
  readonly say: (text: string) => void
  readonly told: Text | null
  readonly borrows?: boolean
  /** Where it answers. */
  readonly base: string
}

/**
 * Vite's development server for the module in `folder`, by the module's own configuration, without a port: it answers below the
 * module's base on the shell's origin, its socket too.
 *
 * @param manifest As it stands whenever it is asked for.
 * @param server Whose socket upgrades below the base are Vite's.
 * @param told Name of the module that the page tells as developed here, if it is to tell one.
 * @param borrows Whether the module takes the shell's libraries, as in production. Else it has its own, for a shell whose React is
 *   built for production has nothing that could exchange a component. @default true
 */
export async function openModuleServer(
  folder: string,
  manifest: () => MountedManifest,
  { server, say, told, borrows = true, base }: ModuleServerOptions,
): Promise<ViteDevServer> {
  const { entry } = manifest()
  const shares = sharesOf(folder)
  const vite = await createServer({
    root: folder,
    base,
    appType: 'custom',
    clearScreen: false,
    customLogger: plainLog(say),
    // Apart from what a test runner or a plain `vite` keeps: here the shell's libraries are lent, or not.
    cacheDir: join(folder, 'node_modules', borrows ? '.vite-digione' : '.vite-digione-own'),
    // One copy for all, the SDK's bindings too.
    resolve: { dedupe: borrows ? [] : shares.map(({ package: name }) => name) },
    server: {
      middlewareMode: true,
      hmr: { server, overlay: false },
      watch: { ignored: ['**/.digione/**', '**/dist/**'] },
      fs: { allow: [searchForWorkspaceRoot(folder), SDK] },
    },
    optimizeDeps: { entries: [entry] },
    plugins: [
      borrows ? lentLibraries(folder, 'serve') : null,
      pageScripts({ manifest, shares: borrows ? shares : [], facts: { name: told, base, folder: folder.replaceAll('\\', '/') }, say }),
    ],
  })
  vite.watcher.on('change', () => vite.ws.send('digione:changed'))
  vite.ws.on('digione:failed', () => vite.ws.send('digione:failed-in-frame'))
  vite.ws.on('digione:error', ({ message, stack, isFramed }: { message: unknown; stack: unknown; isFramed?: unknown }, client) => {
    const text = placeInSources(vite, folder, String(stack))
    say(text)
    // What goes wrong in a frame is shown around it.
    if (isFramed) vite.ws.send('digione:error-in-frame', { text })
    else client.send('digione:placed', { message: String(message), text })
  })
  return vite
}
