// The failure worker: stands between a browser and one of the platform's hosts, and does nothing until that host fails.
//
// What it gives then is part of this script, which the server renders and the browser keeps where no page can write: whatever
// runs in the shell's realm may reach the origin's caches, but not this. Files out of the cache are checked by the page's integrity.
import { isKept } from '../src/kept/kept-pages.ts'
import type { KeptPages } from '../src/kept/kept-pages.ts'

declare const self: ServiceWorkerGlobalScope
declare const digioneKept: KeptPages

const { name, header, paths, html, headers, files } = digioneKept
const own = new RegExp(paths)
const known = new Set(files)
/** How long a page may take to answer before the kept one stands instead. */
const ANSWER_WITHIN_MS = 10_000
/** Pages of this worker's lifetime that their host answered: their files are none of its business. */
const live = new Set<string>()

async function keep(): Promise<void> {
  const cache = await caches.open(name)
  // Out of the browser's own cache where they are there, which they are after a visit.
  await cache.addAll(files.map((path) => new Request(path, { cache: 'force-cache' })))
}

async function dropOthers(): Promise<void> {
  for (const other of await caches.keys()) if (isKept(other) && other !== name) await caches.delete(other)
  await self.registration.navigationPreload.enable()
}

const kept = () => new Response(html, { headers })

/** Whether an answer is the platform's: a proxy's error, a network's own log-in page or rubbish is not. */
const isOurs = (response: Response) => response.type === 'opaqueredirect' || (response.status < 500 && response.headers.has(header))

const asked = async (event: FetchEvent): Promise<Response> => ((await event.preloadResponse) as Response | undefined) ?? fetch(event.request)

async function page(event: FetchEvent): Promise<Response> {
  const late = new Promise<null>((tell) => setTimeout(() => tell(null), ANSWER_WITHIN_MS))
  const response = await Promise.race([asked(event), late]).catch(() => null)
  if (!response || !isOurs(response)) return kept()
  if (event.resultingClientId) live.add(event.resultingClientId)
  return response
}

async function file(request: Request): Promise<Response> {
  const response = await fetch(request).catch(() => null)
  if (response?.ok) return response
  return (await caches.match(request.url)) ?? response ?? Response.error()
}

self.addEventListener('install', (event) => {
  void self.skipWaiting()
  event.waitUntil(keep())
})
self.addEventListener('activate', (event) => event.waitUntil(dropOthers()))
self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (request.mode === 'navigate') {
    // Never left to the browser: it has asked ahead of this worker already and would ask again, and a step of the log-in can be
    // asked for once.
    event.respondWith(own.test(pathname) ? page(event) : asked(event))
  } else if (known.has(pathname) && !live.has(event.clientId)) event.respondWith(file(request))
})
