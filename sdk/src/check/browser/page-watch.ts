/** What the watch in the page has noted so far. Under `Symbol.for('digione.check')`. */
export interface Watched {
  /** What a policy refused. */
  readonly violations: { readonly directive: string; readonly blocked: string; readonly sample: string; readonly file: string; readonly line: number }[]
  /** What was asked of the browser past the host. */
  readonly pastHost: { readonly what: string; readonly file: string }[]
  /** What the module began beside its own element and has not ended by itself: a word, and where it began it. */
  begun(): { readonly what: string; readonly file: string }[]
  /** How often the module asked for a later moment: a timer or a frame. */
  moments(): number
  /** The text of each function on the window, on what is constructed there and on its prototypes, by its name: `Promise.prototype.then`. */
  functions(): Record<string, string>
}

/**
 * Watches from before the first script of a document what a module does beside its own element.
 *
 * What the shell ends in a module's name when its last mount is over counts as left: it is a net, not a habit.
 * Runs in the page, by itself.
 */
export function watchModule(module: string): void {
  if (self !== top) return
  const own = `/releases/${module}/`
  // As it is now: who replaces functions may have them say that they are the browser's.
  const { toString: textOf } = Function.prototype
  const violations: { directive: string; blocked: string; sample: string; file: string; line: number }[] = []
  const pastHost: { what: string; file: string }[] = []
  const begun = new Map<unknown, Map<string, { what: string; file: string; listener?: unknown; signal?: AbortSignal }>>()
  let moments = 0

  /** The module's frame, where it is the module that calls what is watched, as a file with its line. */
  function caller(): string | null {
    const frames = (new Error('who').stack ?? '').split('\n').filter((line) => line.includes('://'))
    // The shell, and single-spa in it, watch the same: those frames bear the name of what is called.
    const frame = frames.find(
      (line) => !/ at (?:async )?(?:[\w$]+\.)*(?:add|remove)EventListener | at (?:[\w$]+\.)*(?:set|clear)(?:Interval|Timeout) /.test(line),
    )
    return frame?.includes(own) ? (/([^/\s(]+:\d+):\d+\)?$/.exec(frame)?.[1] ?? own) : null
  }

  function functions() {
    const found: Record<string, string> = {}
    const take = (owner: object, path: string) => {
      for (const [name, { value, get, set }] of Object.entries(Object.getOwnPropertyDescriptors(owner)))
        for (const one of [value, get, set] as unknown[])
          if (typeof one === 'function' && name !== 'constructor') found[path + name] = (found[path + name] ?? '') + Reflect.apply(textOf, one, [])
    }
    take(window, '')
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(window)) as [string, { value?: unknown }][]) {
      if (typeof value !== 'function') continue
      take(value, `${name}.`)
      if (typeof value.prototype === 'object' && value.prototype !== null) take(value.prototype as object, `${name}.prototype.`)
    }
    return found
  }

  addEventListener('securitypolicyviolation', (event) => {
    violations.push({
      directive: event.effectiveDirective,
      blocked: event.blockedURI,
      sample: event.sample,
      file: event.sourceFile ?? '',
      line: event.lineNumber,
    })
  })

  const isBeside = (target: unknown) =>
    target === window ||
    target === document ||
    target instanceof MediaQueryList ||
    (target instanceof Element && !target.closest('[data-module]') && target.isConnected)
  const phase = (options: unknown) => (typeof options === 'object' && options !== null ? Boolean(Reflect.get(options, 'capture')) : Boolean(options))
  const nameOf = (target: unknown) =>
    target === window ? 'window' : target instanceof MediaQueryList ? 'matchMedia' : target instanceof Element ? target.localName : 'document'
  const listenerIds = new WeakMap<object, number>()
  let lastId = 0
  const idOf = (listener: object) => {
    const id = listenerIds.get(listener) ?? ++lastId
    listenerIds.set(listener, id)
    return id
  }
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype
  EventTarget.prototype.addEventListener = function (this: EventTarget, type, listener, options) {
    const target = this ?? window
    if (listener && isBeside(target)) {
      const file = caller()
      const signal = typeof options === 'object' ? options.signal : undefined
      if (file && !signal?.aborted) {
        const mine = begun.get(target) ?? new Map<string, { what: string; file: string; signal?: AbortSignal }>()
        begun.set(target, mine)
        mine.set(`${type} ${phase(options)} ${idOf(listener)}`, { what: `a listener for "${type}" on ${nameOf(target)}`, file, ...(signal ? { signal } : {}) })
      }
    }
    add.call(target, type, listener, options)
  }
  EventTarget.prototype.removeEventListener = function (this: EventTarget, type, listener, options) {
    const target = this ?? window
    if (listener && caller()) begun.get(target)?.delete(`${type} ${phase(options)} ${idOf(listener)}`)
    remove.call(target, type, listener, options)
  }

  const intervals = new Map<string, { what: string; file: string }>()
  begun.set(intervals, intervals)
  const { setInterval: every, clearInterval: stop, setTimeout: later, requestAnimationFrame: frame } = window
  Object.assign(window, {
    setInterval: (...given: Parameters<typeof setInterval>) => {
      const id = every(...given)
      const file = caller()
      if (file) intervals.set(String(id), { what: 'an interval', file })
      return id
    },
    clearInterval: (id: number) => {
      if (caller()) intervals.delete(String(id))
      stop(id)
    },
    setTimeout: (...given: Parameters<typeof setTimeout>) => {
      if (caller()) moments++
      return later(...given)
    },
    requestAnimationFrame: (run: FrameRequestCallback) => {
      if (caller()) moments++
      return frame(run)
    },
  })

  /** Notes who of the module calls a method, and lets it. */
  function note(owner: object, name: string, what: string) {
    const described = Object.getOwnPropertyDescriptor(owner, name)
    const key = described?.set ? 'set' : 'value'
    const run = described?.[key] as ((...given: unknown[]) => unknown) | undefined
    if (!described || !run) return
    Object.defineProperty(owner, name, {
      ...described,
      [key](this: unknown, ...given: unknown[]) {
        const file = caller()
        if (file) pastHost.push({ what, file })
        return Reflect.apply(run, this, given)
      },
    })
  }
  note(History.prototype, 'pushState', 'it writes to the browser’s history: host.go goes on, and host.href gives addresses')
  note(History.prototype, 'replaceState', 'it writes to the browser’s history: host.go with replace does it')
  note(Document.prototype, 'title', 'it sets document.title: host.title does it')
  note(Document.prototype, 'cookie', 'it sets a cookie: what is to be kept belongs into host.drafts or to your backend')
  note(
    Storage.prototype,
    'setItem',
    'it keeps something in the browser’s storage, which the next person on the device can read: host.drafts keeps it for this person alone',
  )
  note(
    IDBFactory.prototype,
    'open',
    'it opens a database in the browser, which the next person on the device can read: host.drafts keeps it for this person alone',
  )
  note(window, 'fetch', 'it calls fetch by itself: host.fetch reaches your API, with a token that your code never sees')
  note(XMLHttpRequest.prototype, 'open', 'it makes an XMLHttpRequest: host.fetch reaches your API, with a token that your code never sees')
  note(window, 'alert', 'it opens a box of the browser: host.notify tells, and does not hold anybody up')
  note(window, 'confirm', 'it opens a box of the browser: host.confirm asks')

  Object.defineProperty(window, Symbol.for('digione.check'), {
    value: {
      violations,
      pastHost,
      begun: () => [...begun.values()].flatMap((mine) => [...mine.values()].filter(({ signal }) => !signal?.aborted)).map(({ what, file }) => ({ what, file })),
      moments: () => moments,
      functions,
    },
  })
}

/** The functions as they are now. Runs in the page, by itself. */
export const readFunctions = () => (Reflect.get(window, Symbol.for('digione.check')) as Watched).functions()

/** What the watch has noted. Runs in the page, by itself. */
export function readWatch() {
  const watched = Reflect.get(window, Symbol.for('digione.check')) as Watched | undefined
  return watched
    ? { violations: watched.violations.splice(0), pastHost: watched.pastHost.splice(0), begun: watched.begun(), moments: watched.moments() }
    : { violations: [], pastHost: [], begun: [], moments: 0 }
}
