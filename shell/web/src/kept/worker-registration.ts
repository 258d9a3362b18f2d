import { isKept } from './kept-pages.ts'

const WORKER = '/sw.js'

interface ScriptUrls {
  createScriptURL(input: string): string
}
interface TrustedTypes {
  createPolicy(name: string, rules: ScriptUrls): ScriptUrls
}

/** The worker's address as this document's policy wants it. The policy makes this one address and no other. */
function workerAddress(): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  return trustedTypes ? trustedTypes.createPolicy('digione-worker', { createScriptURL: () => WORKER }).createScriptURL(WORKER) : WORKER
}

/** A registration that is still on its way stands in no list yet. */
let registering: Promise<unknown> = Promise.resolve()

/** Has the browser keep what it needs to start where this host fails. Whether that works changes nothing for anybody who is served. */
export function registerWorker(): void {
  // Not there in private windows of some browsers.
  registering = navigator.serviceWorker?.register(workerAddress()).catch(() => {}) ?? registering
}

/** How long a worker may take to give up what it is still fetching, in ms. */
const GIVES_UP_WITHIN_MS = 1000

/** Settles once a worker keeps nothing more. */
async function atRest(worker: ServiceWorker | null): Promise<void> {
  if (worker?.state !== 'installing') return
  await new Promise<void>((resolve) => {
    worker.addEventListener('statechange', () => resolve(), { once: true })
    setTimeout(resolve, GIVES_UP_WITHIN_MS)
  })
}

async function dropOne(registration: ServiceWorkerRegistration): Promise<void> {
  const { installing } = registration
  await registration.unregister()
  await atRest(installing)
}

const dropRegistrations = async () => Promise.all(((await navigator.serviceWorker?.getRegistrations()) ?? []).map(dropOne))
const dropCaches = async () => Promise.all((await caches.keys()).filter(isKept).map(async (name) => caches.delete(name)))

/** Removes everything that was kept on this origin: what a worker is still about to keep as well. Takes a moment, and never long. */
export async function dropWorker(): Promise<void> {
  await Promise.race([registering, new Promise((resolve) => setTimeout(resolve, GIVES_UP_WITHIN_MS))])
  // Where the browser refuses to say what it keeps, it keeps nothing.
  for (const drop of [dropCaches, dropRegistrations, dropCaches]) await drop().catch(() => {})
}
