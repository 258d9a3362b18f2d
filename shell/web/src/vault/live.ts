import type { LiveMessage, Me, VaultEvent } from '@digione/contracts'
import { askPlatform, askPlatformJson } from './request.ts'
import { Refused } from './problem.ts'
import { hearTabs, tellTabs } from './tabs.ts'

const SILENCE_MS = 40_000
const POLL_MS = 10_000
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 15_000
/** After this many streams in a row that brought nothing, the vault asks instead of listening. */
const TRIES = 2

type Shared = Extract<VaultEvent, { event: 'live' | 'stream' }>
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Reads server-sent events until the stream ends or falls silent. @returns Whether anything came. */
async function read(body: ReadableStream<Uint8Array>, onMessage: (message: LiveMessage) => void, onOpen: () => void): Promise<boolean> {
  const reader = body.pipeThrough(new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>).getReader()
  let rest = ''
  let came = false
  for (;;) {
    let timer: ReturnType<typeof setTimeout> | undefined
    const silent = new Promise<{ done: true; value: undefined }>((resolve) => (timer = setTimeout(() => resolve({ done: true, value: undefined }), SILENCE_MS)))
    const { done, value } = await Promise.race([reader.read(), silent]).finally(() => clearTimeout(timer))
    if (done) break
    if (!came) onOpen()
    came = true
    const blocks = (rest + value).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const data = block
        .split('\n')
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).trimStart())
        .join('\n')
      if (data) onMessage(JSON.parse(data) as LiveMessage)
    }
  }
  reader.cancel().catch(() => {})
  return came
}

/** Asks who has what, where streams are blocked, and tells of municipalities whose version grew. */
async function poll(tell: (event: Shared) => void, versions: Map<string, number>): Promise<void> {
  const me = await askPlatformJson<Me>('/api/me')
  for (const [municipality, version] of Object.entries(me.versions)) {
    const before = versions.get(municipality)
    versions.set(municipality, version)
    if (before !== undefined && before !== version) tell({ event: 'live', message: { type: 'entitlements', municipality, version } })
  }
}

/** Listens for the whole browser, as long as this tab lives and somebody is logged in. */
async function listen(tell: (event: Shared) => void, isOn: () => boolean): Promise<void> {
  let failures = 0
  const versions = new Map<string, number>()
  while (isOn()) {
    try {
      const response = await askPlatform('/api/live', { headers: { accept: 'text/event-stream' } })
      const opened = () => {
        failures = 0
        tell({ event: 'stream', state: 'open' })
      }
      if (response.ok && response.body) await read(response.body, (message) => tell({ event: 'live', message }), opened)
    } catch (error) {
      // Nobody is logged in any more: whoever asks next is told.
      if (error instanceof Refused && error.problem.code === 'SESSION_EXPIRED') return
    }
    failures += 1
    if (failures > TRIES) {
      await poll(tell, versions).then(
        () => tell({ event: 'stream', state: 'polling' }),
        () => tell({ event: 'stream', state: 'down' }),
      )
      await wait(POLL_MS)
      continue
    }
    // Jittered: a server that comes back is not met by everybody at once.
    await wait(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures) * (0.5 + Math.random()))
  }
}

/** One live stream per browser: a lock elects the tab that listens, the others hear it from that one. */
export function createLive(onEvent: (event: Shared) => void) {
  let controller: AbortController | null = null
  hearTabs((message) => {
    if (message.kind === 'live' && controller) onEvent(message.data as Shared)
  })
  const tell = (event: Shared) => {
    onEvent(event)
    tellTabs({ kind: 'live', data: event })
  }
  return {
    start(): void {
      if (controller) return
      const mine = new AbortController()
      controller = mine
      navigator.locks
        .request('digione.live', { signal: mine.signal }, () => listen(tell, () => !mine.signal.aborted))
        .then(
          () => controller === mine && (controller = null),
          () => {},
        )
    },
    stop(): void {
      controller?.abort()
      controller = null
    },
  }
}
