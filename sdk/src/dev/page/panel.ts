const STYLE = `
:host { position: fixed; inset: auto 0 0 0; z-index: 2147483647; }
section { position: relative; max-block-size: 40vh; overflow: auto; padding: 12px 48px 12px 12px; background: #3b0a0a; color: #fff; font: 13px/1.4 ui-monospace, monospace; }
pre { margin: 0 0 8px; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
button { position: absolute; inset-block-start: 8px; inset-inline-end: 8px; min-inline-size: 28px; min-block-size: 28px; border: 1px solid currentColor; border-radius: 6px; background: none; color: inherit; font: inherit; cursor: pointer; }
`

type Kind = 'compile' | 'run' | 'manifest' | 'gone' | 'waiting'

export interface Panel {
  add(kind: Kind, text: string): void
  /** In the place of a text that was added. */
  replace(kind: Kind, before: string, after: string): void
  /** Instead of all of that kind. */
  set(kind: Kind, text: string): void
  clear(kind: Kind): void
}

/** What is wrong with the module, at the foot of the page, which stays usable. There only while there is something. */
export function createPanel(): Panel {
  let texts: { kind: Kind; text: string }[] = []
  const panel = document.createElement('digione-dev-panel')
  const root = panel.attachShadow({ mode: 'open' })
  const style = new CSSStyleSheet()
  style.replaceSync(STYLE)
  root.adoptedStyleSheets = [style]
  const section = document.createElement('section')
  section.setAttribute('aria-label', 'Development')
  section.setAttribute('role', 'alert')
  const close = document.createElement('button')
  close.type = 'button'
  close.textContent = '×'
  close.setAttribute('aria-label', 'Close')
  root.append(section)

  function draw() {
    section.replaceChildren(
      close,
      ...texts.map(({ text }) => {
        const line = document.createElement('pre')
        line.textContent = text
        return line
      }),
    )
    if (texts.length === 0) panel.remove()
    // Not in the body, which is the shell's.
    else if (!panel.isConnected) document.documentElement.append(panel)
  }
  const become = (next: typeof texts) => {
    texts = next
    draw()
  }
  close.addEventListener('click', () => become([]))
  const without = (kind: Kind) => texts.filter((one) => one.kind !== kind)
  return {
    add: (kind, text) => become([...texts, { kind, text }]),
    replace: (kind, before, after) => become(texts.map((one) => (one.kind === kind && one.text === before ? { kind, text: after } : one))),
    set: (kind, text) => become([...without(kind), { kind, text }]),
    clear: (kind) => {
      if (texts.some((one) => one.kind === kind)) become(without(kind))
    },
  }
}
