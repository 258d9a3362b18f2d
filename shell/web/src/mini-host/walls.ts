// What no policy that browsers know today keeps a page from, taken away before any code of the module is there. `Connection-Allowlist`,
// which the frame's answer carries, and the policy `focus-without-user-activation`, once browsers have it, are to make this needless.

/** Ways out that `connect-src` does not close. */
const WAYS_OUT = ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport']
/** What has a window of its own, in which all of that would be anew. */
const NESTING = 'iframe, frame, object, embed, fencedframe, portal'
/** A document of its own is made of text, which has to say what it runs. */
const RUNS_OR_NESTS = /<(?:script|iframe|frame|object|embed|fencedframe|portal|meta|base|link)/i

type CreatePolicy = (this: object, name: string, rules?: { createHTML?(...given: unknown[]): unknown }) => object

/** No policy of trusted types lets a text through that runs something or nests a window. Frameworks write neither. */
function wallTrustedTypes() {
  const factory: unknown = Reflect.get(globalThis, 'trustedTypes')
  if (typeof factory !== 'object' || factory === null) return
  const prototype = Object.getPrototypeOf(factory) as { createPolicy: CreatePolicy }
  const { createPolicy } = prototype
  const { apply } = Reflect
  const test = RegExp.prototype.test
  const walled: CreatePolicy = function (name, rules) {
    const given = rules?.createHTML
    if (!given) return apply(createPolicy, this, [name, rules])
    const createHTML = (...all: unknown[]) => {
      const text = String(apply(given, rules, all))
      if (apply(test, RUNS_OR_NESTS, [text])) throw new TypeError('A frame’s module cannot write what runs or nests a window.')
      return text
    }
    return apply(createPolicy, this, [name, { ...rules, createHTML }])
  }
  Object.defineProperty(prototype, 'createPolicy', { value: walled, writable: false, configurable: false })
}

/** Whatever nests a window goes before it has loaded anything, wherever it is put. */
function wallNesting() {
  const { apply } = Reflect
  const { remove, matches, querySelectorAll } = Element.prototype
  const take = (node: Node) => {
    if (!(node instanceof Element)) return
    if (apply(matches, node, [NESTING])) apply(remove, node, [])
    else for (const nested of Array.from(apply(querySelectorAll, node, [NESTING]) as NodeListOf<Element>)) apply(remove, nested, [])
  }
  const watch = new MutationObserver((changes) => {
    for (const { addedNodes } of changes) addedNodes.forEach(take)
  })
  const all = { childList: true, subtree: true }
  watch.observe(document, all)
  const { attachShadow } = Element.prototype
  Object.defineProperty(Element.prototype, 'attachShadow', {
    value(this: Element, init: ShadowRootInit) {
      const root = apply(attachShadow, this, [init])
      watch.observe(root, all)
      return root
    },
    writable: false,
    configurable: false,
  })
}

/**
 * There is one history, and it is the shell's: a frame's own steps would stand in the way of whoever goes back.
 *
 * @param isWrapped Of an application that takes the window's address for its own: what makes no step stays, and the rest may be
 *   put in its place by who forwards it to the host.
 */
function wallHistory(isWrapped: boolean) {
  const steps = ['pushState', 'back', 'forward', 'go']
  for (const name of isWrapped ? steps : [...steps, 'replaceState'])
    Object.defineProperty(History.prototype, name, { value: () => {}, writable: isWrapped, configurable: isWrapped })
}

/** For how long the focus that a script asked for is given once the frame has it, in ms. */
const ASKED_MS = 1000

/** A script moves the focus within a frame that has it, or that somebody just pressed. Anywhere else somebody may be writing. */
function wallFocus() {
  const { apply } = Reflect
  const { hasFocus } = Document.prototype
  let asked: { readonly by: () => void; readonly at: number } | null = null
  const give = (by: () => void) => {
    if (apply(hasFocus, document, []) || navigator.userActivation.isActive) return by()
    asked = { by, at: performance.now() }
  }
  // The shell gives the focus back after a question of its own, and the answer may be here before it.
  addEventListener('focus', () => {
    if (asked && !navigator.userActivation.isActive && performance.now() - asked.at < ASKED_MS) asked.by()
    asked = null
  })
  const wall = (owner: object, focus: (options?: FocusOptions) => void) =>
    Object.defineProperty(owner, 'focus', {
      value(this: unknown, options?: FocusOptions) {
        give(() => {
          apply(focus, this, [options])
        })
      },
      // Whoever puts another one in its place has none but this to call.
      writable: true,
      configurable: true,
    })
  for (const { prototype } of [HTMLElement, SVGElement, MathMLElement]) wall(prototype, prototype.focus)
  wall(window, window.focus)
}

/** @param isWrapped Whether the module is an application that was built for another place. */
export function buildWalls({ isWrapped }: { isWrapped: boolean }) {
  wallHistory(isWrapped)
  wallFocus()
  for (const name of WAYS_OUT) Reflect.deleteProperty(globalThis, name)
  wallTrustedTypes()
  wallNesting()
}
