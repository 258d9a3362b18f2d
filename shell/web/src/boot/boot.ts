// Runs first and inline, under its own hash in the page's CSP: nothing else of the document has run yet.
//
// It embeds the session vault, takes the one port that the vault gives, stops listening, and locks the document: from then
// on no second vault can be embedded, so nobody else can ask for a port. Modules are imported only afterwards.

// What a module adds to every object reaches into the loops of everybody else's code. Nobody has a good reason to, so nobody may:
// who tries fails alone. What is there may still be overridden on objects of one's own.
Object.preventExtensions(Object.prototype)

const { vault = '', frames = "'none'", brand } = (document.currentScript as HTMLScriptElement).dataset
// The document's policy knows no inline styles; the object model may set a colour.
if (brand) document.documentElement.style.setProperty('--d1-brand', brand)

const port = new Promise<MessagePort>((resolve) => {
  const read = (name: string) => Object.getOwnPropertyDescriptor(MessageEvent.prototype, name)?.get as (this: MessageEvent) => unknown
  const [originOf, sourceOf, portsOf] = [read('origin'), read('source'), read('ports')]
  const frame = document.createElement('iframe')
  frame.hidden = true
  frame.title = 'Session'
  frame.tabIndex = -1
  frame.setAttribute('aria-hidden', 'true')
  // Tells the vault which page is opened, and which context this tab works in: it asks at once for that page's tokens, and for what the page asks first.
  frame.name = `${location.pathname}${location.search} ${sessionStorage.getItem('digione.context') ?? ''}`
  frame.src = `${vault}/frame`

  function take(event: MessageEvent) {
    const ports = portsOf.call(event) as readonly MessagePort[]
    const [given] = ports
    if (originOf.call(event) !== vault || sourceOf.call(event) !== frame.contentWindow || ports.length !== 1 || !given) return
    removeEventListener('message', take)
    const lock = document.createElement('meta')
    lock.httpEquiv = 'Content-Security-Policy'
    // Modules' frames, which are another site, may still come.
    lock.content = `frame-src ${frames}`
    document.head.append(lock)
    resolve(given)
  }
  addEventListener('message', take)
  document.documentElement.append(frame)
})

// Taken and removed by main.ts, before anything that is not the shell's own.
Object.defineProperty(globalThis, Symbol.for('digione.port'), { value: port, configurable: true })
