import type { LifecycleProps } from '../single-spa/lifecycles.ts'
import type { RunFile, WrappedConfig } from './config.ts'
import { createSystem, registrationOf } from './system.ts'
import type { Namespace, Registration } from './system.ts'

/** What applications take of single-spa itself by name. There is one root here, the platform: it registers and starts by itself. */
const SINGLE_SPA = 'single-spa'

/**
 * Loads the application's entry and what it needs.
 *
 * @param at Where its files are, ending with `/`.
 * @param props Of the mount that stands, for what the build asks of single-spa without saying for which.
 */
export async function loadEntry(config: WrappedConfig, at: string, props: () => LifecycleProps): Promise<Namespace> {
  if (config.format === 'esm') return (await import(/* @vite-ignore */ at + config.entry)) as Namespace
  const { entry, externals, runsAs } = config
  const runFile = runsAs === 'script' ? loadScript : loadModule
  const named = new Map(Object.entries(externals).map(([name, file]) => [name, at + file]))
  const ready = new Map<string, Namespace>([[SINGLE_SPA, singleSpaFor(props)]])

  const system = createSystem({
    resolve(specifier, parent) {
      const found = named.get(specifier) ?? (ready.has(specifier) ? specifier : null)
      if (found !== null) return found
      if (!/^(?:\.{0,2}\/|https?:)/.test(specifier))
        throw new Error(`The application takes "${specifier}" from elsewhere, and "externals" in digione.json names no file for it.`)
      return new URL(specifier, parent).href
    },
    fetch: async (url) => ready.get(url) ?? fetchFile(url),
  })

  async function fetchFile(url: string): Promise<Registration | Namespace> {
    const run = await runFile(url)
    let registered: Registration | null = null
    const module = { exports: {} as Namespace }
    const own = { register: (...given: unknown[]) => void (registered = registrationOf(given)), import: (specifier: string) => system.load(specifier) }
    const require = (name: string) => {
      const found = ready.get(named.get(name) ?? name)
      if (!found) throw new Error(`${url} takes "${name}", which stands after it or not at all in "externals" of digione.json.`)
      return found['default'] ?? found
    }
    // As the outermost code of a script finds it.
    run.call(globalThis, own, module, module.exports, require)
    return registered ?? { ...module.exports, default: module.exports['default'] ?? module.exports }
  }

  // In their order: those that register nothing need what they take at once.
  for (const url of named.values()) ready.set(url, await system.load(url))
  return system.load(at + entry)
}

async function loadModule(url: string): Promise<RunFile> {
  const { run } = (await import(/* @vite-ignore */ url)) as { run: RunFile }
  return run
}

/**
 * By an element: what a script runs is what its author ran, and not strict where it was not. The element stays: webpack's runtime looks
 * at the last one for where the files beside it are.
 */
function loadScript(url: string): Promise<RunFile> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.addEventListener('error', () => reject(new TypeError(`error loading dynamically imported module: ${url}`)))
    script.addEventListener('load', () => {
      const run: unknown = Reflect.get(script, 'run')
      if (typeof run === 'function') resolve(run as RunFile)
      else reject(new Error(`${url} is none of the files that register themselves.`))
    })
    script.src = url
    document.head.append(script)
  })
}

function singleSpaFor(props: () => LifecycleProps): Namespace {
  return {
    navigateToUrl: (address: Parameters<LifecycleProps['singleSpa']['navigateToUrl']>[0]) => props().singleSpa.navigateToUrl(address),
    mountRootParcel: (...given: Parameters<LifecycleProps['mountParcel']>) => props().mountParcel(...given),
    getAppNames: () => [props().name],
    getAppStatus: () => 'MOUNTED',
    getMountedApps: () => [props().name],
    triggerAppChange: async () => {},
    addErrorHandler: () => {},
    removeErrorHandler: () => {},
  }
}
