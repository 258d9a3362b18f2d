// The register contract of SystemJS, small. @see https://github.com/systemjs/systemjs/blob/main/docs/system-register.md

export type Namespace = Record<string, unknown>
type Setter = (namespace: Namespace) => void
interface Declared {
  readonly setters?: readonly (Setter | undefined)[]
  readonly execute?: () => unknown
}
interface Context {
  import(specifier: string): Promise<Namespace>
  readonly meta: { readonly url: string; resolve(specifier: string): string }
}
type Export = (name: string | Namespace, value?: unknown) => unknown

/** What a file hands to `System.register`. */
export interface Registration {
  readonly dependencies: readonly string[]
  declare(exports: Export, context: Context): Declared
}

/** What may be called in a file as `System`. */
export interface SystemGlobal {
  register(...given: unknown[]): void
  import(specifier: string): Promise<Namespace>
}

export interface SystemSetup {
  /** Where a specifier leads, taken from the file at `parent`. @throws {Error} where it leads nowhere. */
  resolve(specifier: string, parent: string): string
  /** Runs a file: what it registered, or the names that it has ready. */
  fetch(url: string): Promise<Registration | Namespace>
}

interface Load {
  readonly namespace: Namespace
  readonly importers: Set<Setter>
  /** Settles once it is declared; its dependencies are on their way then. */
  readonly declared: Promise<void>
  dependencies: readonly Load[]
  execute: () => unknown
  executed: Promise<void> | null
}

const isRegistration = (found: Registration | Namespace): found is Registration =>
  typeof found['declare'] === 'function' && Array.isArray(found['dependencies'])

/** Reads the arguments of `System.register`, with or without a name. */
export function registrationOf(given: readonly unknown[]): Registration {
  const [dependencies, declare] = typeof given[0] === 'string' ? given.slice(1) : given
  return { dependencies: dependencies as string[], declare: declare as Registration['declare'] }
}

const emptyNamespace = (): Namespace => Object.defineProperty(Object.create(null) as Namespace, Symbol.toStringTag, { value: 'Module' })

/** Loads files that register themselves, each once, with what they need before them. */
export function createSystem({ resolve, fetch }: SystemSetup): { load(url: string): Promise<Namespace> } {
  const loads = new Map<string, Load>()

  function begin(url: string): Load {
    const known = loads.get(url)
    if (known) return known
    const namespace = emptyNamespace()
    const importers = new Set<Setter>()
    const tell = () => importers.forEach((setter) => setter(namespace))
    const load: Load = { namespace, importers, declared: declare(), dependencies: [], execute: () => {}, executed: null }
    loads.set(url, load)
    // Whoever runs it hears of it, and of nothing else before.
    load.declared.catch(() => {})
    return load

    async function declare() {
      const found = await fetch(url)
      if (!isRegistration(found)) {
        Object.assign(namespace, found)
        return
      }
      const exports: Export = (name, value) => {
        if (typeof name === 'string') namespace[name] = value
        else {
          Object.assign(namespace, name)
          // Not enumerable where it comes from a transpiler.
          if (name['__esModule']) namespace['__esModule'] = true
        }
        tell()
        return typeof name === 'string' ? value : name
      }
      const context: Context = {
        import: (specifier) => run(resolve(specifier, url)),
        meta: { url, resolve: (specifier) => resolve(specifier, url) },
      }
      const { setters = [], execute = () => {} } = found.declare(exports, context)
      load.execute = execute
      load.dependencies = found.dependencies.map((specifier) => begin(resolve(specifier, url)))
      for (const [index, dependency] of load.dependencies.entries()) {
        const setter = setters[index]
        if (!setter) continue
        dependency.importers.add(setter)
        // Of what is there already; of the rest it hears as it comes.
        void dependency.declared.then(
          () => setter(dependency.namespace),
          () => {},
        )
      }
    }
  }

  /** Everything that a load needs, itself last: in a circle whoever was met first is the last. */
  async function inOrder(load: Load, met = new Set<Load>()): Promise<Load[]> {
    if (met.has(load)) return []
    met.add(load)
    await load.declared
    const before: Load[] = []
    for (const dependency of load.dependencies) before.push(...(await inOrder(dependency, met)))
    return [...before, load]
  }

  async function run(url: string): Promise<Namespace> {
    const load = begin(url)
    for (const next of await inOrder(load)) {
      next.executed ??= Promise.resolve(next.execute()).then(() => {})
      await next.executed
    }
    return load.namespace
  }
  return { load: run }
}
