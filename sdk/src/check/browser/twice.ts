import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding } from '../report.ts'
import type { Results } from '../results.ts'
import { onePerSlot } from './shell-looks.ts'
import type { Stand } from './stand.ts'
import type { Visitor } from './visitor.ts'

/** The part of a release's `mf-manifest.json` that says what to import. */
interface Federation {
  readonly metaData: { readonly remoteEntry: { readonly name: string; readonly path?: string } }
}

interface AppLike {
  mount: (el: HTMLElement, host: object) => unknown
  slots?: Record<string, (el: HTMLElement, host: object, props: object) => unknown>
}

/**
 * Mounts each kind of view twice, side by side, with the shell's own host and with one of another context; takes one away, and looks
 * at the other. Runs in the page, by itself.
 */
async function mountTwice({ container, slot, module }: { container: string; slot: string; module: string }): Promise<string[]> {
  const found: string[] = []
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
  const loaded = (await import(container)) as { get(name: string): Promise<() => { default: AppLike }> }
  const app = (await loaded.get('./app'))().default
  const kept = Reflect.get(window, Symbol.for('digione.host')) as { host: { context: { id: string }; user: object }; props: object } | undefined
  if (!kept) return ['nothing could be mounted: the shell gave no host']
  const place = () => {
    const element = document.createElement('div')
    element.dataset['module'] = module
    document.querySelector('main')?.append(element)
    return element
  }
  const [first, second] = [place(), place()]
  const places = [first, second]
  const other = Object.freeze({ ...kept.host, context: Object.freeze({ ...kept.host.context, id: `${kept.host.context.id}-other` }) })
  const mount = async (el: HTMLElement, host: object) => {
    const run = slot === 'page' ? app.mount : app.slots?.[slot]
    const cleanup = await run?.call(app, el, host, kept.props)
    return typeof cleanup === 'function' ? (cleanup as () => void) : () => {}
  }
  const rest = async () => {
    const until = performance.now() + 4000
    let last = ''
    for (let quiet = 0; quiet < 5 && performance.now() < until; quiet++) {
      await pause(40)
      const now = places.map(({ innerText }) => innerText).join('|')
      const isBusy = places.some((one) => one.querySelector('.d1-skeleton, [aria-busy="true"], d1-spinner'))
      if (now !== last || isBusy) quiet = -1
      last = now
    }
  }
  const cleanups: (() => void)[] = []
  try {
    cleanups.push(await mount(first, kept.host))
    cleanups.push(await mount(second, other))
    await rest()
    const isFilled = (element: HTMLElement) => element.childElementCount > 0 || element.innerText.trim() !== ''
    if (!isFilled(first)) found.push('the first of two mounts is empty once the second stands')
    if (!isFilled(second)) found.push('the second of two mounts is empty')
    const ids = [...first.querySelectorAll('[id]')].map(({ id }) => id).filter((id) => second.querySelector(`[id="${CSS.escape(id)}"]`))
    if (ids.length > 0) found.push(`two mounts side by side have the same ids: ${[...new Set(ids)].slice(0, 5).join(', ')}`)
    const before = second.innerText
    const count = second.querySelectorAll('*').length
    cleanups.shift()?.()
    first.replaceChildren()
    await rest()
    if (second.innerText !== before || second.querySelectorAll('*').length < count) found.push('a mount changes when the one beside it is taken away')
  } catch (error) {
    found.push(`it cannot be mounted twice: ${String(error)}`)
  }
  for (const cleanup of cleanups) {
    try {
      cleanup()
    } catch (error) {
      found.push(`the second of two mounts cannot be taken away: ${String(error)}`)
    }
  }
  for (const element of places) element.remove()
  return found
}

/** Has the app keep the host that the shell gives it, for the next mount. Runs in the page, by itself. */
async function keepHost({ container, slot }: { container: string; slot: string }): Promise<void> {
  const loaded = (await import(container)) as { get(name: string): Promise<() => { default: AppLike }> }
  const app = (await loaded.get('./app'))().default
  const keep = (host: object, props: object) => Object.defineProperty(window, Symbol.for('digione.host'), { value: { host, props }, configurable: true })
  if (slot === 'page') {
    const { mount } = app
    app.mount = function (el, host) {
      keep(host, {})
      app.mount = mount
      return mount.call(app, el, host)
    }
  } else if (app.slots) {
    const slots = app.slots
    const run = slots[slot]
    if (!run) return
    slots[slot] = function (el, host, props) {
      keep(host, props)
      slots[slot] = run
      return run.call(slots, el, host, props)
    }
  }
}

export async function lookAtTwo(results: Results, visitor: Visitor, { release, origin }: Stand, folder: string): Promise<void> {
  if (!results.wants('twice')) return
  const { page } = visitor
  const federation = JSON.parse(readFileSync(join(folder, 'dist/mf-manifest.json'), 'utf8')) as Federation
  const { name, path = '' } = federation.metaData.remoteEntry
  const container = new URL(`/releases/${release.replace('@', '/')}/${path}${name}`, origin).href
  const found: Finding[] = []
  visitor.errorsAre = 'twice'
  for (const view of onePerSlot(visitor.views)) {
    const here = { container, slot: view.slot, module: release.split('@')[0] ?? '' }
    await visitor.leave()
    try {
      await page.evaluate(keepHost, here)
    } catch {
      results.note('twice', `${view.name}: the app lets nobody stand between it and the shell, so it was seen once at a time`)
      continue
    }
    if (await visitor.open(view)) continue
    found.push(...(await page.evaluate(mountTwice, here)).map((text) => ({ ...visitor.here, text })))
  }
  const cards = await sideBySide(visitor)
  if (cards > 1) results.note('twice', `${cards} cards of it stood on one desktop, each in a context of its own`)
  results.add('twice', found)
  visitor.errorsAre = 'errors'
}

/** How many cards the desktop of this person has of the module. */
async function sideBySide(visitor: Visitor): Promise<number> {
  const card = visitor.views.find(({ slot }) => slot !== 'page')
  if (!card || (await visitor.open(card))) return 0
  return visitor.page.locator(visitor.selector(card)).count()
}
