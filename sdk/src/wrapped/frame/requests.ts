import type { Host } from '../../host.ts'

type Ask = (address: URL, init?: RequestInit) => Promise<Response> | null

/**
 * Leads what the application asks by itself, at the addresses that its manifest names, through the host. Everything else stays what it
 * was, and the frame's policy refuses it.
 */
export function takeRequests(requests: Readonly<Record<string, string>>, host: () => Host | null): void {
  const beginnings = Object.entries(requests).map(([beginning, api]) => ({ href: new URL(beginning, location.href).href, api }))
  const ask: Ask = (address, init) => {
    const mount = host()
    const own = mount ? apiAddress(beginnings, address) : null
    return mount && own ? mount.fetch(own as `${string}:/${string}`, init) : null
  }
  const { fetch: fetchNatively } = globalThis
  globalThis.fetch = async (input, init) => {
    const request = input instanceof Request ? input : null
    const address = new URL(input instanceof Request ? input.url : input, document.baseURI)
    const asked = ask(address, request ? { ...(await initOf(request)), ...init } : init)
    return asked ?? fetchNatively(input, init)
  }
  globalThis.XMLHttpRequest = requestBy(ask)
}

function apiAddress(beginnings: readonly { readonly href: string; readonly api: string }[], { href, protocol }: URL): string | null {
  for (const { href: beginning, api } of beginnings) {
    const rest = href.startsWith(beginning) ? href.slice(beginning.length) : null
    if (rest === null || !(rest === '' || beginning.endsWith('/') || /^[/?#]/.test(rest))) continue
    return (rest.startsWith('/') ? api.replace(/\/$/, '') : rest === '' || /^[?#]/.test(rest) || api.endsWith('/') ? api : `${api}/`) + rest
  }
  // As modules that were built for the platform ask.
  return /^(?:https?|blob|data):$/.test(protocol) ? null : href
}

async function initOf(request: Request): Promise<RequestInit> {
  const { method, headers, signal } = request
  return { method, headers, signal, ...(method === 'GET' || method === 'HEAD' ? {} : { body: await request.arrayBuffer() }) }
}

/** `XMLHttpRequest` over the same way: older code knows no other. What waits in the middle of a script has no meaning here. */
function requestBy(ask: Ask): typeof XMLHttpRequest {
  class HostRequest extends EventTarget {
    static readonly UNSENT = 0
    static readonly OPENED = 1
    static readonly HEADERS_RECEIVED = 2
    static readonly LOADING = 3
    static readonly DONE = 4
    readonly UNSENT = 0
    readonly OPENED = 1
    readonly HEADERS_RECEIVED = 2
    readonly LOADING = 3
    readonly DONE = 4
    readonly upload = new EventTarget()
    readyState = 0
    status = 0
    statusText = ''
    response: unknown = ''
    responseText = ''
    responseURL = ''
    responseType: XMLHttpRequestResponseType = ''
    responseXML = null
    timeout = 0
    withCredentials = false
    onreadystatechange: ((event: Event) => unknown) | null = null
    onload: ((event: Event) => unknown) | null = null
    onerror: ((event: Event) => unknown) | null = null
    onabort: ((event: Event) => unknown) | null = null
    ontimeout: ((event: Event) => unknown) | null = null
    onloadstart: ((event: Event) => unknown) | null = null
    onloadend: ((event: Event) => unknown) | null = null
    onprogress: ((event: Event) => unknown) | null = null
    #method = 'GET'
    #address: URL | null = null
    readonly #sent = new Headers()
    #answered = new Headers()
    #type: string | null = null
    #end = new AbortController()

    open(method: string, address: string | URL, isAsync = true) {
      if (!isAsync) throw new DOMException('A frame waits for nothing in the middle of a script.', 'InvalidAccessError')
      this.#method = method.toUpperCase()
      this.#address = new URL(address, document.baseURI)
      this.#end = new AbortController()
      this.#become(1)
    }
    setRequestHeader(name: string, value: string) {
      this.#sent.append(name, value)
    }
    overrideMimeType(type: string) {
      this.#type = type
    }
    getResponseHeader(name: string) {
      return this.#answered.get(name)
    }
    getAllResponseHeaders() {
      return [...this.#answered].map(([name, value]) => `${name}: ${value}\r\n`).join('')
    }
    abort() {
      this.#end.abort(new DOMException('It was called off.', 'AbortError'))
    }
    send(body: XMLHttpRequestBodyInit | null = null) {
      void this.#send(body)
    }

    async #send(body: XMLHttpRequestBodyInit | null) {
      const { signal } = this.#end
      const late = this.timeout > 0 ? setTimeout(() => this.#end.abort(new DOMException('It took too long.', 'TimeoutError')), this.timeout) : undefined
      this.#tell('loadstart')
      try {
        const hasBody = this.#method !== 'GET' && this.#method !== 'HEAD'
        const asked = this.#address && ask(this.#address, { method: this.#method, headers: this.#sent, signal, ...(hasBody ? { body } : {}) })
        if (!asked) throw new TypeError(`${this.#address?.href} is none of the addresses that "requests" in digione.json names.`)
        const answer = await asked
        this.#answered = answer.headers
        Object.assign(this, { status: answer.status, statusText: answer.statusText, responseURL: this.#address?.href ?? '' })
        this.#become(2)
        await this.#read(answer)
        signal.throwIfAborted()
        this.#become(4)
        this.#tell('load')
      } catch (error) {
        const reason: unknown = signal.aborted ? signal.reason : error
        const name = reason instanceof DOMException ? reason.name : ''
        Object.assign(this, { status: 0, statusText: '' })
        this.#become(4)
        this.#tell(name === 'TimeoutError' ? 'timeout' : name === 'AbortError' ? 'abort' : 'error')
      } finally {
        clearTimeout(late)
        this.#tell('loadend')
      }
    }
    async #read(answer: Response) {
      if (this.responseType === 'arraybuffer') this.response = await answer.arrayBuffer()
      else if (this.responseType === 'blob')
        this.response = new Blob([await answer.arrayBuffer()], { type: this.#type ?? answer.headers.get('content-type') ?? '' })
      else {
        const text = await answer.text()
        if (this.responseType === '' || this.responseType === 'text') Object.assign(this, { response: text, responseText: text })
        else this.response = parsed(text)
      }
    }
    #become(state: number) {
      this.readyState = state
      this.#tell('readystatechange')
    }
    #tell(type: 'readystatechange' | 'load' | 'error' | 'abort' | 'timeout' | 'loadstart' | 'loadend') {
      const event = type === 'readystatechange' ? new Event(type) : new ProgressEvent(type)
      this[`on${type}`]?.(event)
      this.dispatchEvent(event)
    }
  }
  return HostRequest as unknown as typeof XMLHttpRequest
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}
