import type { Legacy } from '@digione/contracts'
import { integrities } from '../loader/integrity.ts'

/** What the document says that a wrapped application's frame is opened for; `null` where no application is wrapped. */
export function legacyIn({ legacy }: DOMStringMap): ReadonlySet<string> | null {
  return legacy === undefined ? null : new Set(legacy.split(' '))
}

interface Rules {
  createHTML?(text: string): string
  createScript?(text: string): string
  createScriptURL(address: string): string | null
}
type Factory = { createPolicy(name: string, rules: Rules): unknown }

/**
 * Lets an application that was built for another place do what its manifest declares, and nothing else.
 *
 * The document's one `default` policy of trusted types, which no other code can make after this, gives out what the words allow. It is
 * made behind the walls: what runs or nests a window is refused here too.
 */
export function openForLegacy(words: ReadonlySet<string>): void {
  const has = (word: Legacy) => words.has(word)
  const known = integrities()
  const own = (address: string) => known[new URL(address, location.href).pathname]
  const factory: unknown = Reflect.get(globalThis, 'trustedTypes')
  if (typeof factory === 'object' && factory !== null)
    (factory as Factory).createPolicy('default', {
      ...(has('html-sinks') ? { createHTML: (text) => text } : {}),
      ...(has('eval') ? { createScript: (text) => text } : {}),
      createScriptURL: (address) => (own(address) === undefined ? null : address),
    })
  sealOwnScripts(own)
}

/** A script element of the application's own, for a file of its own: the browser runs none without its hash. */
function sealOwnScripts(integrityOf: (address: string) => string | undefined): void {
  const described = Object.getOwnPropertyDescriptor(HTMLScriptElement.prototype, 'src')
  const { set } = described ?? {}
  if (!described || !set) return
  const { apply } = Reflect
  const { setAttribute } = Element.prototype
  const seal = (script: HTMLScriptElement, address: unknown) => {
    const integrity = integrityOf(String(address))
    if (integrity === undefined) return
    script.integrity = integrity
    script.crossOrigin = 'anonymous'
  }
  Object.defineProperty(HTMLScriptElement.prototype, 'src', {
    ...described,
    set(this: HTMLScriptElement, address: unknown) {
      seal(this, address)
      apply(set, this, [address])
    },
  })
  HTMLScriptElement.prototype.setAttribute = function (name, value) {
    if (name.toLowerCase() === 'src') seal(this, value)
    apply(setAttribute, this, [name, value])
  }
}
