import { applyTheme } from '../theme/apply.ts'
import type { Seen } from '../host/page-host.ts'
import type { FrameCaller } from './remote-host.ts'
import { watchTraps } from '../loader/tab-traps.ts'

/** The shell is told no more often than this that the person is there, in ms. */
const ACTIVE_EVERY_MS = 1000

/** Dresses the frame as the shell is dressed. */
export function dress({ locale, scheme, brand }: Seen) {
  document.documentElement.lang = locale
  applyTheme({ scheme, brand })
}

/** Makes the frame as high, for whoever looks, as what is in it. */
export function watchSize(element: HTMLElement, caller: FrameCaller) {
  let told = -1
  const isChasing = chase()
  const look = () => {
    // What it needs, not what it fills.
    element.style.minBlockSize = '0'
    const height = element.childNodes.length === 0 ? 0 : Math.ceil(element.getBoundingClientRect().height)
    element.style.minBlockSize = ''
    if (height === told || isChasing(height)) return
    told = height
    caller.tell({ kind: 'size', height })
  }
  new ResizeObserver(look).observe(element)
  new MutationObserver(look).observe(element, { childList: true, subtree: true, characterData: true })
}

/** So often what is in the frame may grow just as its window did: then it is the window that it measures itself by, as `100vh` does. */
const CHASES = 2

/** Whether growing would only make it grow again. Each round is as much as the frame is larger than its place. */
function chase(): (height: number) => boolean {
  let last = { height: 0, window: 0 }
  let rounds = 0
  return (height) => {
    const [grown, windowGrown] = [height - last.height, innerHeight - last.window]
    rounds = grown > 0 && grown === windowGrown ? rounds + 1 : 0
    if (rounds > CHASES) return true
    last = { height, window: innerHeight }
    return false
  }
}

/** What the frame's own window does with a link, the shell does: there is one history, and it is the shell's. */
function followLinks(caller: FrameCaller, shell: string) {
  const follow = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button > 1) return
    const link = event.composedPath().find((target): target is HTMLAnchorElement => target instanceof HTMLAnchorElement && target.hasAttribute('href'))
    const href = link?.getAttribute('href') ?? ''
    if (!link) return
    event.preventDefault()
    if (href.startsWith('#')) return jump(href.slice(1))
    const newTab = event.button === 1 || event.ctrlKey || event.metaKey || event.shiftKey || (link.target !== '' && link.target !== '_self')
    caller.tell({ kind: 'link', href: new URL(href, shell).href.slice(0, 8000), newTab })
  }
  addEventListener('click', follow)
  addEventListener('auxclick', follow)
}

/** A jump within the page. It is no step of the history. */
function jump(id: string) {
  const target = document.getElementById(decodeURIComponent(id))
  target?.scrollIntoView()
  target?.focus({ preventScroll: true })
}

/** Keys of the shell that are pressed in the frame. */
function passKeys(caller: FrameCaller) {
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented) return
    if (event.key === 'Escape') return caller.tell({ kind: 'key', key: 'Escape' })
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
    event.preventDefault()
    caller.tell({ kind: 'key', key: 'search' })
  })
}

function tellOfActivity(caller: FrameCaller) {
  let toldAt = -ACTIVE_EVERY_MS
  const active = ({ type }: Event) => {
    const isPress = type === 'pointerdown'
    if (!isPress && performance.now() - toldAt < ACTIVE_EVERY_MS) return
    toldAt = performance.now()
    caller.tell({ kind: 'active', pressed: isPress })
  }
  for (const name of ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const) addEventListener(name, active, { passive: true, capture: true })
}

/** As the browser has it: the shell has given the frame the focus, of which the frame may hear later. */
const { focus } = HTMLElement.prototype

/** Puts the focus where a person begins who has just come to the page. */
export function focusHeading(element: HTMLElement) {
  const heading = element.querySelector<HTMLElement>('h1')
  if (!heading) return
  if (!heading.hasAttribute('tabindex')) heading.tabIndex = -1
  Reflect.apply(focus, heading, [{ preventScroll: true }])
}

/** Joins the frame's window to the shell around it, before any code of the module runs. */
export function joinShell(caller: FrameCaller, shell: string) {
  followLinks(caller, shell)
  passKeys(caller)
  tellOfActivity(caller)
  watchTraps({
    held: () => (document.activeElement && document.activeElement !== document.body ? document.activeElement : null),
    announce: () => caller.tell({ kind: 'trapped', leave: false }),
    leave: () => caller.tell({ kind: 'trapped', leave: true }),
  })
}
