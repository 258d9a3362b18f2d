/** An element whose named properties are its attributes, drawn into its own light DOM so that the page's style sheets reach it. */
export type AttributeElement<Attribute extends string> = HTMLElement & Record<Attribute, string>

export interface ElementDefinition<Attribute extends string = string> {
  tag: `d1-${string}`
  attributes: readonly Attribute[]
  /** Called when connected, and once after any number of attribute changes. */
  draw(element: AttributeElement<Attribute>): void
}

/** Built on demand, so that importing the package where there is no DOM is harmless. */
export function createElementClass({ attributes, draw }: ElementDefinition): CustomElementConstructor {
  class D1Element extends HTMLElement {
    static observedAttributes = attributes
    #isDrawPending = false

    connectedCallback() {
      for (const name of attributes) takeEarlyProperty(this, name)
      draw(this as unknown as AttributeElement<string>)
    }

    attributeChangedCallback() {
      if (!this.isConnected || this.#isDrawPending) return
      this.#isDrawPending = true
      queueMicrotask(() => {
        this.#isDrawPending = false
        if (this.isConnected) draw(this as unknown as AttributeElement<string>)
      })
    }
  }
  for (const name of attributes) {
    Object.defineProperty(D1Element.prototype, name, {
      get(this: HTMLElement) {
        return this.getAttribute(name) ?? ''
      },
      set(this: HTMLElement, value: string | number | null | undefined) {
        if (value === null || value === undefined) this.removeAttribute(name)
        else this.setAttribute(name, `${value}`)
      },
      configurable: true,
      enumerable: true,
    })
  }
  return D1Element
}

/** A property set before the element was defined hides the accessor: hand it over. */
function takeEarlyProperty(element: HTMLElement, name: string) {
  if (!Object.hasOwn(element, name)) return
  const own = element as unknown as Record<string, unknown>
  const value = own[name]
  delete own[name]
  own[name] = value
}

/** A span with a class; no class when it is empty. */
export function span(className: string, ...children: (Node | string)[]): HTMLSpanElement {
  const element = document.createElement('span')
  if (className) element.className = className
  element.append(...children)
  return element
}
