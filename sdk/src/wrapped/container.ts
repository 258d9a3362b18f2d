import type { App } from '@digione/contracts'
import { appOf } from '../single-spa/from-lifecycles.ts'
import type { LifecycleProps, Lifecycles } from '../single-spa/lifecycles.ts'
import { FILES } from './config.ts'
import type { WrappedConfig } from './config.ts'
import { loadEntry } from './files.ts'
import { standIn } from './frame/stand-in.ts'
import type { Namespace } from './system.ts'

// The container of a wrapped application, as the federation runtime takes it. Its first line, which `digione build` writes, says what
// the application is.
declare const DIGIONE_WRAPPED: WrappedConfig

const config = DIGIONE_WRAPPED
/** The mini-host says of its document that an application is wrapped in it: the window is that application's alone. */
const isFramed = document.documentElement.dataset['legacy'] !== undefined

export const init = async (): Promise<void> => {}

let loading: Promise<App> | null = null
export async function get(): Promise<() => { default: App }> {
  loading ??= load().catch((error: unknown) => {
    loading = null
    throw error
  })
  const app = await loading
  return () => ({ default: app })
}

async function load(): Promise<App> {
  const mounts: LifecycleProps[] = []
  const frame = isFramed ? standIn(config) : null
  const latest = () => {
    const props = mounts.at(-1)
    if (!props) throw new Error('The application is not mounted.')
    return props
  }
  const lifecycles = lifecyclesIn(await loadEntry(config, new URL(FILES, import.meta.url).href, latest))
  const mount = async (props: LifecycleProps) => void mounts.push(props)
  const unmount = async (props: LifecycleProps) => void mounts.splice(mounts.indexOf(props) >>> 0, 1)
  const all = (lifecycle: Lifecycles['mount']) => (typeof lifecycle === 'function' ? [lifecycle] : lifecycle)
  const app = appOf(
    { ...lifecycles, mount: [mount, ...all(lifecycles.mount)], unmount: [...all(lifecycles.unmount), unmount] },
    { customProps: config.props },
    (host) => (frame ? frame.base(host) : host.app.base),
  )
  if (!frame) return app
  const { mount: mountApp } = app
  return {
    ...app,
    mount(el, host) {
      frame.join(host as Parameters<typeof frame.join>[0])
      return mountApp(el, host)
    },
  }
}

function lifecyclesIn(exported: Namespace): Lifecycles {
  const found = [exported, exported['default']].find(
    (one): one is Lifecycles & object => typeof one === 'object' && one !== null && 'mount' in one && 'unmount' in one,
  )
  if (!found) throw new Error(`${config.entry} exports no mount and unmount.`)
  const { bootstrap = [], mount, unmount } = found
  return { bootstrap, mount, unmount }
}
