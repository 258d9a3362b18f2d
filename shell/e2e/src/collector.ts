/** How the collector hands over what it met: the name of the function that the test exposes to the page. */
export const HEARD = 'collectorHeard'

declare global {
  interface Window {
    [HEARD](where: string, what: string): void
  }
}

/**
 * Stands in the shell's realm before any script of the page, and notes every text that comes in or goes out: requests and answers of
 * fetch and XMLHttpRequest, messages of every port, channel and window, answers as they are read, and whatever is written to a store.
 *
 * Runs inside the page, so it may use nothing from outside itself.
 */
export function collect(shell: string): void {
  if (self !== top || location.origin !== shell) return
  const { apply, getOwnPropertyDescriptor, defineProperty } = Reflect
  const hear = window.collectorHeard
  const decoder = new TextDecoder()

  function say(value: unknown, depth = 0): string {
    if (value === null || depth > 8) return ''
    if (typeof value === 'string') return value
    if (typeof value !== 'object') return ''
    if (value instanceof ArrayBuffer) return decoder.decode(value.slice(0))
    if (ArrayBuffer.isView(value)) return decoder.decode(new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice())
    if (value instanceof URLSearchParams || value instanceof URL) return value.toString()
    if (value instanceof Headers || value instanceof FormData || value instanceof Map || value instanceof Set) return say([...value], depth + 1)
    if (value instanceof Request) return `${value.url} ${say(value.headers)}`
    if (Array.isArray(value)) return value.map((one) => say(one, depth + 1)).join('\n')
    return Object.entries(value)
      .map(([name, part]) => `${name}: ${say(part, depth + 1)}`)
      .join('\n')
  }
  const note = (where: string, ...values: unknown[]) => hear(where, values.map((value) => say(value)).join('\n'))

  /** Has every call of a method noted, with its arguments, and `then` with what it gives. */
  function watch(owner: object, name: string, then: (given: unknown, target: unknown) => void = () => {}): void {
    const before = getOwnPropertyDescriptor(owner, name)
    const run = before?.value as ((...values: unknown[]) => unknown) | undefined
    if (!before || !run) throw new Error(`The browser has no ${name} here.`)
    const where = `${owner.constructor.name}.${name}`
    defineProperty(owner, name, {
      ...before,
      value(this: unknown, ...values: unknown[]) {
        note(where, ...values)
        const given = apply(run, this, values)
        then(given, this)
        return given
      },
    })
  }
  const read = (where: string) => (given: unknown) =>
    void Promise.resolve(given).then(
      (value) => note(where, value instanceof Blob ? '' : value),
      () => {},
    )

  watch(window, 'fetch', (given) => {
    void Promise.resolve(given as Promise<Response>).then(
      (answer) => note('fetch', answer.url, answer.headers),
      () => {},
    )
  })
  for (const name of ['open', 'setRequestHeader', 'send']) {
    watch(XMLHttpRequest.prototype, name, (_given, target) => {
      const request = target as XMLHttpRequest
      if (name === 'send') request.addEventListener('load', () => note('XMLHttpRequest', request.getAllResponseHeaders(), request.response))
    })
  }
  for (const name of ['json', 'text', 'arrayBuffer', 'bytes', 'formData']) watch(Response.prototype, name, read(`Response.${name}`))
  watch(ReadableStreamDefaultReader.prototype, 'read', read('stream'))
  for (const owner of [MessagePort.prototype, BroadcastChannel.prototype, Worker.prototype, window]) watch(owner, 'postMessage')
  for (const owner of [Headers.prototype, URLSearchParams.prototype]) for (const name of ['set', 'append']) watch(owner, name)
  watch(Storage.prototype, 'setItem')
  watch(Navigator.prototype, 'sendBeacon')

  const data = getOwnPropertyDescriptor(MessageEvent.prototype, 'data')
  if (!data?.get) throw new Error('Messages have no data here.')
  const { get } = data
  defineProperty(MessageEvent.prototype, 'data', {
    ...data,
    get(this: MessageEvent) {
      const given: unknown = apply(get, this, [])
      note('message', given)
      return given
    },
  })
  // Also of what nobody reads.
  addEventListener('message', (event) => void event.data, true)
}

export interface Walked {
  readonly strings: string[]
  readonly objects: number
  /** Whether everything was seen before the bound was reached. */
  readonly isWhole: boolean
}

/**
 * Walks everything that a script can reach from `window` and from the document, through symbols, prototypes, collections, shadow
 * roots and what frameworks leave on elements. Of accessors it asks those of plain objects alone.
 *
 * Runs inside the page.
 *
 * @returns Every text of at least 16 characters.
 */
export function walk(maxObjects: number): Walked {
  const seen = new Set<object>()
  const strings = new Set<string>()
  const left: unknown[] = [window, document]
  const push = (value: unknown) => void left.push(value)
  while (left.length > 0 && seen.size < maxObjects) {
    const value = left.pop()
    if (typeof value === 'string') {
      if (value.length >= 16) strings.add(value)
      continue
    }
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) continue
    seen.add(value)
    try {
      if (value instanceof Map) for (const [key, one] of value) left.push(key, one)
      else if (value instanceof Set) value.forEach(push)
      else if (value instanceof Node) {
        value.childNodes.forEach(push)
        if (value instanceof Element) {
          push(value.shadowRoot)
          for (const attribute of value.attributes) push(attribute.value)
        } else push(value.nodeValue)
      } else if (value instanceof Headers || value instanceof URLSearchParams) push([...value])
      // The browser's own prototypes are like plain objects but for their constructor; their accessors need an object to ask.
      const isPlain = [Object.prototype, null].includes(Object.getPrototypeOf(value)) && !Object.hasOwn(value, 'constructor')
      push(Object.getPrototypeOf(value))
      for (const key of Reflect.ownKeys(value)) {
        push(key)
        const described = Reflect.getOwnPropertyDescriptor(value, key)
        if (described && 'value' in described) push(described.value)
        else if (isPlain) push(Reflect.get(value, key))
        else left.push(described?.get, described?.set)
      }
    } catch {
      // Another origin's window, or an accessor that refuses: nothing that a script of this realm could read.
    }
  }
  return { strings: [...strings], objects: seen.size, isWhole: left.length === 0 }
}
