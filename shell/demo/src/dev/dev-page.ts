import { readFileSync } from 'node:fs'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { freePort } from '../start/backends.ts'
import type { Handle } from '../start/front.ts'

const CLIENT = join(import.meta.dirname, 'dev-client.js')
const TAG = '<script src="/@dev/client.js" type="module"></script>'

/** Policies that would stop a page only report in development, so that a mistake is seen before it hurts. */
const REPORT_ONLY: Readonly<Record<string, string>> = {
  'content-security-policy': 'content-security-policy-report-only',
  'integrity-policy': 'integrity-policy-report-only',
}

export interface DevPages {
  readonly handle: Handle
  /** Tells every open page. */
  tell(event: 'built' | 'failed', text: string): void
  close(): void
}

function headersFor(answer: IncomingMessage): Record<string, string | string[]> {
  const entries = Object.entries(answer.headers).flatMap(([name, value]) =>
    value === undefined || name === 'content-length' || name === 'etag' ? [] : [[REPORT_ONLY[name] ?? name, value] as const],
  )
  return Object.fromEntries(entries)
}

function dressed(answer: IncomingMessage, res: ServerResponse): void {
  const parts: Buffer[] = []
  answer.on('data', (part: Buffer) => parts.push(part))
  answer.on('end', () => {
    res.writeHead(answer.statusCode ?? 502, { ...headersFor(answer), 'cache-control': 'no-store' })
    res.end(Buffer.concat(parts).toString('utf8').replace('</head>', `${TAG}</head>`))
  })
}

/** Puts the development client into the shell's pages; everything else passes as it is. */
export async function devPages(platform: Handle): Promise<DevPages> {
  const port = await freePort()
  const behind = createServer(platform)
  behind.requestTimeout = 0
  await new Promise<void>((tell) => behind.listen(port, '127.0.0.1', () => tell()))
  const readers = new Set<ServerResponse>()
  return {
    handle(req, res) {
      if (req.url === '/@dev/client.js') {
        res.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' }).end(readFileSync(CLIENT))
        return
      }
      if (req.url === '/@dev/events') {
        res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).flushHeaders()
        readers.add(res)
        res.on('close', () => readers.delete(res))
        return
      }
      const headers = { ...req.headers }
      if (req.headers.accept?.includes('text/html')) delete headers['accept-encoding']
      const onwards = request({ host: '127.0.0.1', port, method: req.method, path: req.url, headers }, (answer) => {
        if (answer.headers['content-type']?.startsWith('text/html')) {
          dressed(answer, res)
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
    tell(event, text) {
      for (const reader of readers) reader.write(`event: ${event}\ndata: ${JSON.stringify(text)}\n\n`)
    },
    close() {
      behind.closeAllConnections()
      behind.close()
    },
  }
}
