import type { App, Cleanup, Host, HTMLElementLike, Messages, SlotProps, Vital } from '@digione/contracts'

type Ended = Cleanup | void

/** One place that the app stands in. */
interface Place {
  readonly el: HTMLElementLike
  readonly host: Host
  readonly run: (app: App) => Ended | Promise<Ended>
  /** Ends what stands there now. */
  end: Ended
  /** Settles when what was begun there last stands or has failed. */
  begun: Promise<unknown>
  isLeft: boolean
}

export interface HotApp {
  /** What the shell mounts, once and for all. */
  readonly app: App
  /** Another edition of the app takes the place of the one before, in every place that it stands in. */
  show(next: App): void
}

/** By which bindings tell a framework's components of an app. @see `reactApp`, `vueApp` */
const VIEWS = Symbol.for('digione.views')
type Views = Readonly<Record<string, unknown>>
const viewsOf = (app: App): Views | undefined => (app as { [VIEWS]?: Views })[VIEWS]

const isSameView = (before: unknown, after: unknown) =>
  before === after || (typeof before === 'function' && typeof after === 'function' && before.name !== '' && before.name === after.name)

/**
 * Whether what stands may go on standing: the framework itself puts edited components in the place of old ones. It cannot where
 * the app is made of others, or has other words.
 */
function mayStay(before: App, after: App): boolean {
  const [old, fresh] = [viewsOf(before), viewsOf(after)]
  if (!old || !fresh || JSON.stringify(before.messages) !== JSON.stringify(after.messages)) return false
  const names = new Set([...Object.keys(old), ...Object.keys(fresh)])
  return [...names].every((name) => isSameView(old[name], fresh[name]))
}

/** A host that also writes what is reported to it to the console, where the page's panel hears it. */
const heard = (host: Host): Host =>
  Object.freeze({
    ...host,
    report(what: Error | Vital) {
      if (what instanceof Error) console.error(what)
      host.report(what)
    },
  })

/** An app whose code may change while it stands. */
export function createHotApp(): HotApp {
  let current: App | null = null
  const messages: Record<string, Messages[string]> = {}
  const standing = new Set<Place>()

  const now = () => {
    if (!current) throw new Error('The module has not been loaded.')
    return current
  }

  function stand(el: HTMLElementLike, host: Host, run: Place['run']): Cleanup | Promise<Cleanup> {
    const mounted = run(now())
    const place: Place = { el, host, run, end: undefined, begun: Promise.resolve(mounted).catch(() => {}), isLeft: false }
    standing.add(place)
    const leave = () => {
      place.isLeft = true
      standing.delete(place)
      place.end?.()
    }
    if (!(mounted instanceof Promise)) {
      place.end = mounted
      return leave
    }
    return mounted.then(
      (end) => {
        place.end = end
        return leave
      },
      (error: unknown) => {
        // What fails to mount has not come to stand.
        standing.delete(place)
        throw error
      },
    )
  }

  async function begin(place: Place) {
    try {
      place.end?.()
      place.end = undefined
      const element = place.el as { replaceChildren?(): void }
      element.replaceChildren?.()
      const end = await place.run(now())
      if (place.isLeft) end?.()
      else place.end = end
    } catch (error) {
      place.host.report(error)
    }
  }

  const slots = new Proxy<NonNullable<App['slots']>>(
    {},
    {
      get(_, slot) {
        const name = slot as keyof NonNullable<App['slots']>
        if (!now().slots?.[name]) return undefined
        return (el: HTMLElementLike, plain: Host, props: SlotProps) => {
          const host = heard(plain)
          return stand(el, host, (app) => {
            const mount = app.slots?.[name]
            if (!mount) throw new Error(`The app has nothing for the slot ${name} any more.`)
            return mount(el, host, props)
          })
        }
      },
    },
  )
  return {
    app: {
      messages,
      mount: (el, plain) => {
        const host = heard(plain)
        return stand(el, host, (app) => app.mount(el, host))
      },
      slots,
    },
    show(next) {
      const before = current
      current = next
      // The hosts of what stands read these.
      for (const language of Object.keys(messages)) delete messages[language]
      Object.assign(messages, next.messages)
      if (!before || before === next || mayStay(before, next)) return
      for (const place of standing) place.begun = place.begun.then(() => (place.isLeft ? undefined : begin(place)))
    },
  }
}
