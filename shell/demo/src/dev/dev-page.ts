import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { freePort } from '../start/backends.ts'
import type { Handle } from '../start/front.ts'

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

export interface DevPages {
  readonly handle: Handle
  /** Everything is there: from now on pages are told. */
  open(): void
  /** Something new is there: every open page is loaded anew. */
  built(): void
  /** What has been changed cannot be shown, and why. It stands in every page until something is built. */
  failed(words: string): void
  close(): void
}

function headersFor(answer: IncomingMessage): Record<string, string | string[]> {
  const entries = Object.entries(answer.headers).flatMap(([name, value]) =>
    value === undefined || name === 'content-length' || name === 'etag' ? [] : [[REPORT_ONLY[name] ?? name, value] as const],
  )
  return Object.fromEntries(entries)
}

function dressed(answer: IncomingMessage, res: ServerResponse, generation: string): void {
  const parts: Buffer[] = []
  answer.on('data', (part: Buffer) => parts.push(part))
  answer.on('end', () => {
    // First of all scripts, and at once: it hears what the others violate.
    const script = `<script src="/@dev/client.js" integrity="${INTEGRITY}" crossorigin data-generation="${generation}"></script>`
    res.writeHead(answer.statusCode ?? 502, { ...headersFor(answer), 'cache-control': 'no-store' })
    res.end(Buffer.concat(parts).toString('utf8').replace('<head>', `<head>\n${script}`))
  })
}

/** Puts the development client into the shell's pages; everything else passes as it is. */
export async function devPages(platform: Handle): Promise<DevPages> {
  const port = await freePort()
  const behind = createServer(platform)
  behind.requestTimeout = 0
  await new Promise<void>((tell) => behind.listen(port, '127.0.0.1', () => tell()))
  const readers = new Set<ServerResponse>()
  // Another process is another generation.
  let state: State = { generation: randomUUID(), failure: null }
  let isOpen = false
  const tell = (reader: ServerResponse) => isOpen && reader.write(`event: state\ndata: ${JSON.stringify(state)}\n\n`)
  const become = (next: Partial<State>) => {
    state = { ...state, ...next }
    readers.forEach(tell)
  }
  return {
    handle(req, res) {
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
          dressed(answer, res, generation)
          return
        }
        res.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
        res.flushHeaders()
        answer.pipe(res)
      })
      onwards.on('error', () => res.destroy())
      res.on('close', () => onwards.destroy())
      req.pipe(onwards)
    },
    open() {
      isOpen = true
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
