import { join } from 'node:path'
import type { Manifest, SandboxNews, SandboxOrder } from '@digione/contracts'
import { LauncherMemory } from '@digione/shell-demo/launcher-memory'
import { introduceModule } from '@digione/shell-demo/seed'
import { originsOf } from '@digione/shell-demo/settings'
import { startStack } from '@digione/shell-demo/stack'
import { findModules } from '@digione/shell-demo/workspace'

type StartOrder = Extract<SandboxOrder, { order: 'start' }>
type Ready = Extract<SandboxNews, { news: 'ready' }>

export interface Sandbox {
  readonly facts: Omit<Ready, 'news'>
  /** Makes the module known as its manifest now says. */
  introduce(manifest: Manifest): Promise<void>
  switchOn(manifest: Manifest): Promise<void>
  stop(): Promise<void>
}

/** Beside this program, as `scripts/build.ts` lays them. */
const BESIDE = join(import.meta.dirname, '..')
const WAYS = { mpassid: 'MPASSid', suomifi: 'Suomi.fi', directory: 'Kunnan tunnus' } as const
/** A name of its own, so that it never meets one of the demo's modules. */
const FOLDER = 'module-in-development'

/**
 * Starts the demo's platform, its modules and their backends, and makes the developed module known to it.
 *
 * @throws {Refusal} with a sentence for whoever started it.
 */
export async function openSandbox(order: StartOrder, complain: (text: string) => void): Promise<Sandbox> {
  const origins = originsOf(order.port)
  const { id } = order.manifest
  const stack = await startStack({
    settings: {
      port: order.listen,
      httpsPort: null,
      host: '127.0.0.1',
      data: order.data,
      databaseUrl: null,
      moduleFolders: [],
      developers: [],
      logLevel: 'error',
    },
    origins,
    // Somebody who develops one of the demo's own modules has it once.
    modules: order.withDemoModules ? findModules(join(BESIDE, 'modules'), join('api', 'src', 'main.js')).filter(({ manifest }) => manifest.id !== id) : [],
    webDist: join(BESIDE, 'shell', 'dist'),
    digione: order.digione,
    prepare: async () => {},
    complain,
  })
  const client = { id: `${id}-client`, secret: new LauncherMemory(order.data).secret(`client ${id}`) }
  const audience = origins.vendor(FOLDER)
  const introduce = (manifest: Manifest) => introduceModule(stack.platform, manifest, { client, audience })
  if (order.apiPort !== null) stack.front.route(new URL(audience).hostname, { port: order.apiPort })
  await introduce(order.manifest)
  return {
    facts: {
      isNew: stack.isNew,
      people: stack.people.flatMap(({ login, name, about, provider, roles }) =>
        roles.length > 0 ? [{ login, name, about: about['en'] ?? about.fi, way: WAYS[provider], provider, roles: [...roles] }] : [],
      ),
      client,
      audience,
      loopback: join(import.meta.dirname, 'loopback.js'),
    },
    introduce,
    async switchOn({ id: module, roles }) {
      for (const { slug, kind } of stack.municipalities) {
        const serves = roles.some((role) => (role === 'operator') === (kind === 'platform'))
        if (!serves) continue
        await stack.platform.switchOn({ module, municipality: slug })
        await stack.platform.accept({ module, municipality: slug })
      }
    },
    stop: () => stack.stop(),
  }
}
