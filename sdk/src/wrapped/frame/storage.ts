/** A storage that lasts as long as the frame: a sandboxed document has none, and asking for it throws. */
class MemoryStorage {
  // Whatever it is given, as a browser's own makes texts of it.
  readonly #kept = new Map<string, string>()
  get length(): number {
    return this.#kept.size
  }
  key(index: number): string | null {
    return [...this.#kept.keys()][index] ?? null
  }
  getItem(name: unknown): string | null {
    return this.#kept.get(String(name)) ?? null
  }
  setItem(name: unknown, value: unknown): void {
    this.#kept.set(String(name), String(value))
  }
  removeItem(name: unknown): void {
    this.#kept.delete(String(name))
  }
  clear(): void {
    this.#kept.clear()
  }
}

/** As pages write to it: `storage.name = value`. */
function storage(): MemoryStorage {
  const kept = new MemoryStorage()
  return new Proxy(kept, {
    get(target, name) {
      const found: unknown = Reflect.get(target, name, target)
      if (typeof found === 'function') return found.bind(target) as unknown
      return found ?? (typeof name === 'string' ? (target.getItem(name) ?? undefined) : undefined)
    },
    set(target, name, value) {
      target.setItem(String(name), value)
      return true
    },
    deleteProperty(target, name) {
      target.removeItem(String(name))
      return true
    },
  })
}

/** Storages and cookies that the application may write to and nobody keeps. */
export function keepInMemory(): void {
  for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(globalThis, name, { value: storage(), configurable: true })
  const cookies = new Map<string, string>()
  Object.defineProperty(Document.prototype, 'cookie', {
    get: () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    set(text: unknown) {
      const [name = '', ...value] = (String(text).split(';')[0] ?? '').split('=')
      cookies.set(name.trim(), value.join('=').trim())
    },
    configurable: true,
  })
}
