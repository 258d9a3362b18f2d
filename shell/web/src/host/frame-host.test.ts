import { hostConformance } from '@digione/contracts/conformance'
import { describe, expect, onTestFinished, test } from 'vitest'
import { mountFramed } from '../loader/mount-framed.ts'
import { createRemoteHost } from '../mini-host/remote-host.ts'
import type { RemoteHost } from '../mini-host/remote-host.ts'
import { openCaller } from '../session/caller.ts'
import { conformanceWorld } from './conformance-world.ts'
import type { MakeHost } from './conformance-world.ts'
import { openFrameEnd } from './frame-host.ts'
import type { FrameSign } from './frame-host.ts'
import type { FrameRequest } from './frame-messages.ts'
import { readFrameMessage } from './frame-messages.ts'
import type { FrameEvent, FrameMount } from './frame-port.ts'

/** The host that a module in a frame has, with a real port between it and the shell's. */
const overPort: MakeHost = async (setup) => {
  const { port1, port2 } = new MessageChannel()
  onTestFinished(() => {
    port1.close()
    port2.close()
  })
  const end = openFrameEnd({ port: port1, sign: () => {}, flooded: () => {} })
  const { promise, resolve } = Promise.withResolvers<RemoteHost>()
  const caller = openCaller<FrameRequest, FrameEvent>(port2, (event) => {
    if (event.event === 'mount') resolve(createRemoteHost(caller, setup.manifest, event.mount, setup.messages))
    else if (event.event === 'unmount') void promise.then((remote) => remote.end())
    else void promise.then((remote) => remote.hear(event))
  })
  const app = {
    tell: end.tell,
    mount(mount: FrameMount, served: Parameters<typeof end.serve>[0]) {
      end.serve(served)
      end.tell({ event: 'mount', mount })
      setup.signal.addEventListener('abort', () => end.tell({ event: 'unmount' }), { once: true })
      return Promise.resolve(() => Promise.resolve())
    },
  }
  await mountFramed(app, { setup, base: setup.base, slot: 'page' })
  return (await promise).host
}

describe('the frame host conforms, over a port', () => {
  test.each(hostConformance(() => conformanceWorld(overPort)))('$name', async ({ run }) => run())
})

describe('a frame may send anything', () => {
  const nothing: readonly (readonly [string, unknown])[] = [
    ['nothing', null],
    ['a text', 'mounted'],
    ['no id', { kind: 'mounted' }],
    ['a kind that there is not', { id: 1, kind: 'token' }],
    ['a member too many', { id: 1, kind: 'mounted', as: 'shell' }],
    ['a title without end', { id: 1, kind: 'title', text: 'x'.repeat(301) }],
    ['a height that is none', { id: 1, kind: 'size', height: Number.NaN }],
    ['a height without end', { id: 1, kind: 'size', height: 1e9 }],
    ['a body that is not bytes', { id: 1, kind: 'fetch', api: 'api', keepalive: false, request: { path: '/', method: 'GET', headers: [], body: {} } }],
    [
      'headers without end',
      {
        id: 1,
        kind: 'fetch',
        api: 'api',
        keepalive: false,
        request: { path: '/', method: 'GET', headers: Array.from({ length: 101 }, () => ['a', 'b']), body: null },
      },
    ],
    ['another prototype', JSON.parse('{"id":1,"kind":"title","text":"x","__proto__":{"kind":"go"},"more":1}')],
  ]
  test.each(nothing)('%s is none of the messages', (_what, data) => {
    expect(readFrameMessage(data)).toBeNull()
  })

  test('what is one of them is read', () => {
    expect(readFrameMessage({ id: 1, kind: 'title', text: '7B' })).toEqual({ id: 1, kind: 'title', text: '7B' })
  })

  test('before it is mounted a frame has no wishes, and a flood closes its port', async () => {
    const { port1, port2 } = new MessageChannel()
    const signs: FrameSign[] = []
    const flooded = Promise.withResolvers<void>()
    openFrameEnd({ port: port1, sign: (sign) => void signs.push(sign), flooded: flooded.resolve })
    port2.postMessage({ id: 1, kind: 'title', text: 'x' })
    port2.postMessage({ id: 2, kind: 'loaded' })
    for (let id = 3; id < 5000; id++) port2.postMessage({ id, kind: 'pong', call: id })
    await flooded.promise
    expect([signs[0]?.kind, signs.length < 3100]).toEqual(['loaded', true])
    port2.close()
  })
})
