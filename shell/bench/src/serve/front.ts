import { createHash } from 'node:crypto'
import { Agent, request } from 'node:http'
import { createSecureServer, type Http2SecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import { lessonsJson } from './lessons.ts'
import type { StaticFile } from './static-files.ts'

/** One request as the server saw it, in ms since the epoch. */
export interface Asked {
  readonly host: string
  readonly path: string
  readonly startedAt: number
  /** `null` while it runs. */
  endedAt: number | null
}

export interface FrontOptions {
  readonly key: string
  readonly cert: string
  /** By host name, what is served from files. */
  readonly sites: ReadonlyMap<string, ReadonlyMap<string, StaticFile>>
  /** Where every other host's requests go, on this machine. */
  readonly platformPort: number
  /** Whether a request is the browser's, by the port that it comes from; servers ask each other too, which nobody counts. */
  isBrowsers(port: number | undefined): boolean
}

/** An empty page on a site of its own, from which every visit starts. */
export const BLANK_HOST = 'blank.localhost'
/** The lifetime that the platform gives its own HTML, so that no variant has a better one. */
const HTML_CACHE = 'private, max-age=0, stale-while-revalidate=60'
/** What only ever concerns one connection. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'proxy-connection', 'http2-settings', 'host'])

function serveSite(site: ReadonlyMap<string, StaticFile>, req: Http2ServerRequest, res: Http2ServerResponse): void {
  const url = new URL(req.url, 'https://site.invalid')
  if (url.pathname === '/api/lessons') {
    res.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
    res.end(lessonsJson(url.searchParams.get('module') ?? ''))
    return
  }
  const isFile = /\.\w+$/.test(url.pathname)
  const file = site.get(isFile ? url.pathname : '/index.html')
  if (!file) {
    res.writeHead(404, { 'content-type': 'text/plain' })
    res.end('There is no such file.\n')
    return
  }
  const etag = `"${createHash('sha256').update(file.plain).digest('base64url').slice(0, 22)}"`
  const headers = {
    'content-type': file.type,
    'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : isFile && !url.pathname.endsWith('.html') ? 'no-cache' : HTML_CACHE,
    vary: 'accept-encoding',
    etag,
  }
  if (req.headers['if-none-match'] === etag) {
    res.writeHead(304, headers)
    res.end()
    return
  }
  const isBrotli = req.headers['accept-encoding']?.includes('br') ?? false
  res.writeHead(200, { ...headers, ...(isBrotli ? { 'content-encoding': 'br' } : {}) })
  res.end(isBrotli ? file.brotli() : file.plain)
}

/** TLS and HTTP/2 for everything: files for the variants, and a reverse proxy before the platform. */
export function createFront({ key, cert, sites, platformPort, isBrowsers }: FrontOptions): { server: Http2SecureServer; asked: Asked[] } {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 })
  const asked: Asked[] = []

  function passOn(authority: string, req: Http2ServerRequest, res: Http2ServerResponse): void {
    const headers = Object.fromEntries(Object.entries(req.headers).filter(([name]) => !name.startsWith(':') && !HOP_BY_HOP.has(name)))
    const onwards = request(
      {
        host: '127.0.0.1',
        port: platformPort,
        agent,
        method: req.method,
        path: req.url,
        headers: { ...headers, host: authority, 'x-forwarded-proto': 'https' },
      },
      (answer) => {
        res.writeHead(answer.statusCode ?? 502, Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !HOP_BY_HOP.has(name))))
        answer.pipe(res)
        answer.on('error', () => res.destroy())
      },
    )
    onwards.on('error', () => res.destroy())
    res.on('close', () => onwards.destroy())
    req.pipe(onwards)
  }

  const server = createSecureServer({ key, cert, allowHTTP1: true }, (req, res) => {
    const authority = req.authority || (req.headers.host ?? '')
    const host = authority.replace(/:\d+$/, '')
    const one: Asked = { host, path: req.url, startedAt: Date.now(), endedAt: null }
    if (host !== BLANK_HOST && isBrowsers(req.socket.remotePort)) asked.push(one)
    res.on('close', () => (one.endedAt = Date.now()))
    const site = sites.get(host)
    if (host === BLANK_HOST) {
      res.writeHead(200, { 'content-type': 'text/html' })
      res.end('<!doctype html><title>blank</title>')
    } else if (site) serveSite(site, req, res)
    else passOn(authority, req, res)
  })
  server.on('sessionError', () => {})
  return { server, asked }
}
