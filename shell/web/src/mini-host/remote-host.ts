import type { App, Guard, Host, MountedManifest, Notice } from '@digione/contracts'
import { isDigiOneError } from '@digione/contracts'
import { createStore } from 'zustand/vanilla'
import type { FrameRequest } from '../host/frame-messages.ts'
import type { FrameEvent, FrameMount } from '../host/frame-port.ts'
import { createHearers } from '../host/intents.ts'
import { createPageHost } from '../host/page-host.ts'
import type { Services } from '../host/page-host.ts'
import { carry, uncarry } from '../session/carried.ts'
import type { Caller } from '../session/caller.ts'
import type { CarriedResponse } from '@digione/contracts'

export type FrameCaller = Caller<FrameRequest>

/** The host of a frame's mount, with what its surroundings do to it. */
export interface RemoteHost {
  readonly host: Host
  /** Takes what the shell tells. */
  hear(event: FrameEvent): void
  /** Ends the mount: aborts its signal. */
  end(): void
  /** Settles when what was asked to outlive the mount has left the frame. */
  readonly lastRequests: () => Promise<unknown>
}

/** As many offers of notices as are remembered: the oldest cannot be taken up any more. */
const MOST_ACTIONS = 50
/** How often unsaved work is looked for. The shell asks as well, before it takes anything away. */
const LOOK_EVERY_MS = 250

const firstLine = (text: string) => text.split('\n')[0]?.slice(0, 300) ?? ''
const asJson = (value: unknown) => (value === undefined ? undefined : JSON.stringify(value))

/** What is told of an error: no more than its kind and its first line. */
export const toldOf = (error: unknown) =>
  error instanceof Error ? { name: error.name.slice(0, 100), message: firstLine(error.message) } : { name: 'Error', message: firstLine(String(error)) }

/** A host whose every wish goes over the frame's port. What needs nobody is done here: addresses, texts, refusals, live values. */
export function createRemoteHost(caller: FrameCaller, manifest: MountedManifest, mount: FrameMount, messages: App['messages'] = {}): RemoteHost {
  const life = new AbortController()
  const ambience = createStore(() => mount.ambience)
  const settings = createStore(() => mount.settings)
  const below = createStore(() => mount.below)
  const hearers = createHearers()
  const leaving = new Set<Promise<unknown>>()
  const guards = guardsOver(caller)
  const notices = noticesOver(caller)

  const host = createPageHost({
    manifest,
    base: mount.base,
    messages,
    user: Object.freeze(mount.user),
    context: Object.freeze({ ...mount.context, learner: mount.context.learner && Object.freeze(mount.context.learner) }),
    signal: life.signal,
    channel: {
      async fetch(api, path, init, signal) {
        const asked = ask(api, path, init, signal)
        if (init?.keepalive) {
          leaving.add(asked.left)
          void asked.left.finally(() => leaving.delete(asked.left))
        }
        return asked.answer
      },
      fileUrl: async (api, path) => String(await caller.ask({ kind: 'file-url', api, path })),
      draft: {
        async get(key) {
          const kept = await caller.ask({ kind: 'draft-get', key })
          return typeof kept === 'string' ? kept : null
        },
        set: async (key, value) => void (await caller.ask({ kind: 'draft-set', key, value })),
        delete: async (key) => void (await caller.ask({ kind: 'draft-delete', key })),
      },
      close: () => {},
    },
    place: {
      below,
      go: (address, { replace = false, state }) => caller.tell({ kind: 'go', address, replace, state: asJson(state) }),
      step: (by) => caller.tell({ kind: 'step', by }),
      open: (path, as) => caller.ask({ kind: 'open', path, as }, { signal: life.signal }),
      close: (result) => caller.tell({ kind: 'close', result: asJson(result) }),
      title: (text) => caller.tell({ kind: 'title', text: text.slice(0, 300) }),
    },
    services: {
      ambience,
      settings,
      notify: notices.notify,
      // Whoever is gone has no answer: that is no.
      confirm: (question) => caller.ask({ kind: 'confirm', question: { ...question } }, { signal: life.signal }).then(Boolean, () => false),
      report: (what) => reportOver(caller, what),
      guard: guards.guard,
      // It comes back from the shell, as it does to everybody who hears it.
      intents: { hearers, tell: ({ name, data }) => caller.tell({ kind: 'emit', intent: name, payload: JSON.stringify(data) }) },
    },
  })
  life.signal.addEventListener('abort', guards.end, { once: true })

  function ask(api: string, path: string, init: RequestInit | undefined, signal: AbortSignal | undefined) {
    let left = () => {}
    const gone = new Promise<void>((resolve) => (left = resolve))
    const answer = (async () => {
      try {
        const { body, ...request } = await carried(path, init)
        const transfer = body === null ? [] : [body]
        const waiting = caller.ask({ kind: 'fetch', api, keepalive: init?.keepalive ?? false, request: { ...request, body } }, { signal, transfer })
        left()
        return uncarry((await waiting) as CarriedResponse)
      } finally {
        left()
      }
    })()
    return { answer, left: gone }
  }

  return {
    host,
    hear(event) {
      if (event.event === 'ambience') ambience.setState(event.ambience)
      else if (event.event === 'settings') settings.setState(Object.freeze(event.settings), true)
      else if (event.event === 'below') below.setState(event.below, true)
      else if (event.event === 'heard') hearers.tell(event.heard, [mount.context.id], manifest.id)
      else if (event.event === 'act') notices.act(event.action)
      else if (event.event === 'save') guards.save(event.guard, event.call)
      else if (event.event === 'ask-dirty') guards.tell(event.call)
    },
    end: () => life.abort(),
    lastRequests: () => Promise.allSettled(leaving),
  }
}

/** A request as it leaves the frame. A body that is a stream stays one. */
async function carried(path: string, init: RequestInit | undefined) {
  const body = init?.body
  if (!(body instanceof ReadableStream)) {
    const { headers, ...request } = await carry(path, init)
    return { ...request, headers: headers.map(([name, value]): [string, string] => [name, value]) }
  }
  return { path, method: (init?.method ?? 'GET').toUpperCase(), headers: [...new Headers(init?.headers)], body }
}

function reportOver(caller: FrameCaller, what: unknown) {
  if (typeof what === 'object' && what !== null && 'vital' in what && 'value' in what && typeof what.value === 'number')
    return caller.tell({ kind: 'report', vital: String(what.vital).slice(0, 60), value: what.value })
  caller.tell({ kind: 'report-error', ...toldOf(what), ...(isDigiOneError(what) ? { code: what.code } : {}) })
}

function noticesOver(caller: FrameCaller): { notify: Services['notify']; act(action: number): void } {
  const offered = new Map<number, () => void>()
  let last = 0
  return {
    notify({ text, tone, action }: Notice) {
      if (action) {
        offered.set(++last, action.run)
        if (offered.size > MOST_ACTIONS) offered.delete(offered.keys().next().value ?? 0)
      }
      caller.tell({ kind: 'notify', text: text.slice(0, 1000), tone, ...(action ? { action: { label: action.label.slice(0, 100), run: last } } : {}) })
    },
    act: (action) => offered.get(action)?.(),
  }
}

function guardsOver(caller: FrameCaller) {
  const held = new Map<number, Guard>()
  let last = 0
  let told = ''
  let timer: ReturnType<typeof setInterval> | undefined
  const isDirty = (guard: Guard) => {
    try {
      return guard.isDirty?.() ?? true
    } catch {
      return true
    }
  }
  const states = () => [...held].map(([guard, one]): [number, boolean] => [guard, isDirty(one)])
  const tell = (call: number | null) => {
    const guards = states()
    const now = JSON.stringify(guards)
    if (call === null && now === told) return
    told = now
    caller.tell({ kind: 'dirty', call, guards })
  }
  const end = () => {
    clearInterval(timer)
    timer = undefined
  }
  return {
    guard(guard: Guard) {
      const key = ++last
      held.set(key, guard)
      caller.tell({ kind: 'guard', guard: key, isDirty: isDirty(guard) })
      timer ??= setInterval(tell, LOOK_EVERY_MS, null)
      return () => {
        if (!held.delete(key)) return
        caller.tell({ kind: 'unguard', guard: key })
        if (held.size === 0) end()
      }
    },
    save(key: number, call: number) {
      const saved = (ok: boolean) => caller.tell({ kind: 'saved', call, ok })
      Promise.resolve()
        .then(() => held.get(key)?.save())
        .then(
          () => saved(true),
          () => saved(false),
        )
    },
    tell,
    end,
  }
}
