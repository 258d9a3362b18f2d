import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { freePort } from '../start/backends.ts'
import { type Answering, type Handle, passOn, passOnUpgrade } from '../start/front.ts'
import { type HotServer, SHELL_BASE } from './hot-servers.ts'

const CLIENT = readFileSync(join(import.meta.dirname, 'dev-client.js'))
const INTEGRITY = `sha384-${createHash('sha384').update(CLIENT).digest('base64')}`

/** Policies that would stop a page only report in development, so that a mistake is seen before it hurts. */
const REPORT_ONLY: Readonly<Record<string, string>> = {
  'content-security-policy': 'content-security-policy-report-only',
  'integrity-policy': 'integrity-policy-report-only',
}

/** What a page is to know: whether it is of the newest build, and what keeps a newer one from being built. */
interface State {
  readonly generation: string
  readonly failure: string | null
}

export interface DevPages extends Answering {
  /** Everything is there: from now on pages are told. */
  open(): void
  /** Something new is there: every open page is loaded anew. */
  built(): void
  /** What has been changed cannot be shown, and why. It stands in every page until something is built. */
  failed(words: string): void
  close(): void
}

/** @param nonce Of the styles that development servers put into the page: no violation of anybody's. */
function headersFor(answer: IncomingMessage, nonce: string): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = { 'cache-control': 'no-store' }
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value === undefined || ['content-length', 'etag', 'cache-control'].includes(name)) continue
    const isPolicy = name === 'content-security-policy'
    headers[REPORT_ONLY[name] ?? name] = isPolicy ? String(value).replace(/(^|;\s*)(style-src [^;]*)/, `$1$2 'nonce-${nonce}'`) : value
  }
  return headers
}

/** What a page has of the shell's build, which its sources take the place of. The styles go once those of the sources are there. */
const BUILT_MAIN = /<script type="module" src="\/assets\/[^>]*><\/script>/
const BUILT_PRELOADS = /<link rel="modulepreload" href="\/assets\/[^>]*>\n?/g
const MAIN = 'src/main.ts'
const SETTLED = 'dev/settled.ts'

/** The shell's HTML with the shell's sources in the place of its build, behind what each development server has to stand first. */
export function developmentPage(
  html: string,
  servers: readonly HotServer[],
  { generation, nonce }: { readonly generation: string; readonly nonce: string },
): string {
  // First of all scripts, and at once: it hears what the others violate.
  const client = `<script src="/@dev/client.js" integrity="${INTEGRITY}" crossorigin data-generation="${generation}"></script>`
  const sources = [...servers.map(({ base, first }) => base + first), SHELL_BASE + MAIN, SHELL_BASE + SETTLED]
  return html
    .replace('<html ', '<html data-develops ')
    .replace('<head>', `<head>\n<meta property="csp-nonce" nonce="${nonce}">\n${client}`)
    .replaceAll(BUILT_PRELOADS, '')
    .replace(BUILT_MAIN, sources.map((src) => `<script type="module" src="${src}"></script>`).join('\n'))
}

function dressed(answer: IncomingMessage, res: ServerResponse, dress: (html: string, nonce: string) => string): void {
  const parts: Buffer[] = []
  answer.on('data', (part: Buffer) => parts.push(part))
  answer.on('end', () => {
    const nonce = randomBytes(16).toString('base64url')
    res.writeHead(answer.statusCode ?? 502, headersFor(answer, nonce))
    res.end(dress(Buffer.concat(parts).toString('utf8'), nonce))
  })
}

/** Puts the development servers' sources and the development client into the shell's pages; everything else passes as it is. */
export async function devPages(platform: Handle, servers: readonly HotServer[]): Promise<DevPages> {
  const serverOf = (url = '') => servers.find(({ base }) => url.startsWith(base))
  const port = await freePort()
  const behind = createServer(platform)
  behind.requestTimeout = 0
  await new Promise<void>((tell) => behind.listen(port, '127.0.0.1', () => tell()))
  const readers = new Set<ServerResponse>()
  // Another process is another generation.
  let state: State = { generation: randomUUID(), failure: null }
  let isOpen = false
  const waiting: (() => void)[] = []
  const tell = (reader: ServerResponse) => isOpen && reader.write(`event: state\ndata: ${JSON.stringify(state)}\n\n`)
  const become = (next: Partial<State>) => {
    state = { ...state, ...next }
    readers.forEach(tell)
  }
  const answer: Handle = (req, res) => {
    const server = serverOf(req.url)
    // A page that came before everything is there would stay without.
    if (!isOpen && (server || req.headers.accept?.includes('text/html'))) {
      waiting.push(() => answer(req, res))
      return
    }
    if (server) {
      passOn(server.port, req, res)
      return
    }
    if (req.url === '/@dev/client.js') {
      res.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' }).end(CLIENT)
      return
    }
    if (req.url === '/sw.js') {
      // A worker that keeps nothing: what is developed must not come from before.
      res.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' }).end('')
      return
    }
    if (req.url === '/@dev/events') {
      res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      res.write('retry: 300\n\n')
      readers.add(res)
      res.on('close', () => readers.delete(res))
      tell(res)
      return
    }
    const { generation } = state
    const headers = { ...req.headers }
    if (req.headers.accept?.includes('text/html')) delete headers['accept-encoding']
    const onwards = request({ host: '127.0.0.1', port, method: req.method, path: req.url, headers }, (answer) => {
      if (answer.headers['content-type']?.startsWith('text/html')) {
        dressed(answer, res, (html, nonce) => developmentPage(html, servers, { generation, nonce }))
        return
      }
      res.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      res.flushHeaders()
      answer.pipe(res)
    })
    onwards.on('error', () => res.destroy())
    res.on('close', () => onwards.destroy())
    req.pipe(onwards)
  }
  return {
    upgrade(req, socket, head) {
      const server = serverOf(req.url)
      if (server) passOnUpgrade(server.port, req, socket, head)
      else socket.destroy()
    },
    handle: answer,
    open() {
      isOpen = true
      for (const go of waiting.splice(0)) go()
      readers.forEach(tell)
    },
    built: () => become({ generation: randomUUID(), failure: null }),
    failed: (failure) => become({ failure }),
    close() {
      for (const reader of readers) reader.end()
      behind.closeAllConnections()
      behind.close()
    },
  }
}
