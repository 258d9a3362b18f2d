// @vitest-environment happy-dom
import type { CarriedRequest } from '@digione/contracts'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { dropAhead, FRESH_MS, IDLE_FRESH_MS, noteStream, requestsOf, sendAhead, sendIdle } from './ahead.ts'
import type { Send } from './ahead.ts'
import { firstRequests } from './first-requests.ts'

const mount = { module: 'timetable', context: 'teacher-at-kilo' }
const page = { ...mount, address: '/?date=2026-11-24' }
const get = (path: string, headers: readonly (readonly [string, string])[] = []): CarriedRequest => ({ path, method: 'GET', headers, body: null })
const signal = () => new AbortController().signal

/** A backend that counts: each answer says how many came before it. */
function backend() {
  const asked: string[] = []
  const signals: AbortSignal[] = []
  const send: Send = async (api, { method, path }, ends) => {
    signals.push(ends)
    const count = asked.push(`${method} ${api}:${path}`)
    return new Response(String(count), { headers: { 'cache-control': 'no-store' } })
  }
  return { asked, signals, send }
}

interface Asked {
  path: string
  as: typeof mount
  address: string | null
}

/** What the page is given that is mounted now. */
async function asked({ send }: ReturnType<typeof backend>, { path = '/lessons', as = mount, address = page.address }: Partial<Asked> = {}) {
  return (await requestsOf(as, address, send)('api', get(path), signal())).text()
}

async function mountOnce({ send }: ReturnType<typeof backend>, path = '/lessons') {
  await requestsOf(mount, page.address, send)('api', get(path), signal())
}

beforeEach(() => {
  vi.useFakeTimers()
  sessionStorage.clear()
})
afterEach(() => {
  dropAhead()
  noteStream(true)
  vi.useRealTimers()
})

describe('a page that is opened again', () => {
  test('has what it asked first sent ahead, and is given that answer', async () => {
    const server = backend()
    await mountOnce(server)
    sendAhead(page, [], server.send)
    expect(server.asked).toHaveLength(2)
    const response = await requestsOf(mount, page.address, server.send)('api', get('/lessons'), signal())
    expect(await response.text()).toBe('2')
    expect(server.asked).toHaveLength(2)
  })

  test('is given an answer once: the same request a second time is sent', async () => {
    const server = backend()
    await mountOnce(server)
    sendAhead(page, [], server.send)
    const ask = requestsOf(mount, page.address, server.send)
    await ask('api', get('/lessons'), signal())
    const second = await ask('api', get('/lessons'), signal())
    expect(await second.text()).toBe('3')
  })

  test('is never given an answer that is older than a few seconds, and what it did not ask is forgotten', async () => {
    const server = backend()
    await mountOnce(server)
    sendAhead(page, [], server.send)
    vi.advanceTimersByTime(FRESH_MS + 1)
    expect(server.signals[1]?.aborted).toBe(true)
    const response = await requestsOf(mount, null, server.send)('api', get('/lessons'), signal())
    expect(await response.text()).toBe('3')
    sendAhead(page, [], server.send)
    expect(server.asked).toHaveLength(3)
  })

  test.each([
    ['context', { module: mount.module, context: 'guardian' }, get('/lessons')],
    ['module', { module: 'attendance', context: mount.context }, get('/lessons')],
    ['path', mount, get('/lessons?date=2026-11-25')],
    ['header', mount, get('/lessons', [['if-none-match', '"1"']])],
  ])('shares nothing with another %s', async (_, other, request) => {
    const server = backend()
    await mountOnce(server)
    sendAhead(page, [], server.send)
    const response = await requestsOf(other, null, server.send)('api', request, signal())
    expect(await response.text()).toBe('3')
  })

  test('in another context has nothing sent ahead', async () => {
    const server = backend()
    await mountOnce(server)
    sendAhead({ ...page, context: 'guardian' }, [], server.send)
    expect(server.asked).toHaveLength(1)
  })

  test('asks itself where the request ahead of it failed', async () => {
    const server = backend()
    await mountOnce(server)
    sendAhead(page, [], async () => Promise.reject(new Error('unreachable')))
    const response = await requestsOf(mount, page.address, server.send)('api', get('/lessons'), signal())
    expect(await response.text()).toBe('2')
  })

  test('that is left ends the request that it took over', async () => {
    const server = backend()
    await mountOnce(server)
    sendAhead(page, [], server.send)
    const leaving = new AbortController()
    const asked = requestsOf(mount, page.address, server.send)('api', get('/lessons'), leaving.signal)
    leaving.abort()
    await expect(asked).rejects.toThrow('aborted')
    expect(server.signals[1]?.aborted).toBe(true)
  })
})

describe('what a page’s manifest names', () => {
  const named = [{ api: 'api', path: '/lessons' }]

  test('is sent ahead of a page that was never open before, and given to it once', async () => {
    const server = backend()
    sendAhead(page, named, server.send)
    expect(await asked(server)).toBe('1')
    expect(await asked(server)).toBe('2')
  })

  test('is sent once with what the page asked the last time', async () => {
    const server = backend()
    await mountOnce(server)
    sendAhead(page, named, server.send)
    sendAhead(page, named, server.send)
    expect(server.asked).toEqual(['GET api:/lessons', 'GET api:/lessons'])
  })

  test('is not sent again where the page does not ask for it', () => {
    const server = backend()
    const other = [{ api: 'api', path: '/other' }]
    sendAhead(page, other, server.send)
    vi.advanceTimersByTime(FRESH_MS + 1)
    expect(server.signals[0]?.aborted).toBe(true)
    sendAhead(page, other, server.send)
    expect(server.asked).toHaveLength(1)
  })

  test('is asked for itself once something was changed', async () => {
    const server = backend()
    sendAhead(page, named, server.send)
    await requestsOf(mount, null, server.send)('api', { path: '/marks', method: 'PUT', headers: [], body: null }, signal())
    expect(await asked(server)).toBe('3')
  })
})

describe('what was asked in an idle moment', () => {
  const named = [{ api: 'api', path: '/lessons' }]

  test('is given to the page within half a minute, and is not sent again when it opens', async () => {
    const server = backend()
    sendIdle(mount, named, server.send)
    vi.advanceTimersByTime(IDLE_FRESH_MS - 2000)
    sendIdle(mount, named, server.send)
    sendAhead(page, named, server.send)
    expect(await asked(server)).toBe('1')
    expect(server.asked).toHaveLength(1)
  })

  test('is ended after that, and asked for anew by whoever comes to the link again', async () => {
    const server = backend()
    sendIdle(mount, named, server.send)
    vi.advanceTimersByTime(IDLE_FRESH_MS + 1)
    expect(server.signals[0]?.aborted).toBe(true)
    sendIdle(mount, named, server.send)
    expect(await asked(server)).toBe('2')
  })

  test('is sent again where it would end before the page could ask for it', async () => {
    const server = backend()
    sendIdle(mount, named, server.send)
    vi.advanceTimersByTime(IDLE_FRESH_MS - 500)
    sendAhead(page, named, server.send)
    expect(await asked(server)).toBe('2')
  })

  test('is not given to a card, nor to a page that asks what is new', async () => {
    const server = backend()
    const ask = requestsOf(mount, page.address, server.send)
    vi.advanceTimersByTime(2000)
    sendIdle(mount, named, server.send)
    expect(await asked(server, { address: null })).toBe('2')
    expect(await (await ask('api', get('/lessons'), signal())).text()).toBe('3')
    expect(await asked(server)).toBe('1')
  })

  test('is not given where facts may have been missed, and not asked for where none arrive', async () => {
    const server = backend()
    sendIdle(mount, named, server.send)
    sendAhead({ ...page, context: 'guardian' }, named, server.send)
    noteStream(false)
    expect(server.signals.map(({ aborted }) => aborted)).toEqual([true, false])
    sendIdle(mount, named, server.send)
    expect(server.asked).toHaveLength(2)
    noteStream(true)
    sendIdle(mount, named, server.send)
    expect(server.asked).toHaveLength(3)
  })

  test('is given up where it went wrong: the page asks itself', async () => {
    const server = backend()
    sendIdle(mount, named, async () => new Response(null, { status: 503 }))
    sendIdle({ ...mount, context: 'guardian' }, named, async () => Promise.reject(new Error('unreachable')))
    await vi.advanceTimersByTimeAsync(1)
    sendIdle(mount, named, server.send)
    expect(await asked(server)).toBe('1')
    expect(await asked(server, { as: { ...mount, context: 'guardian' } })).toBe('2')
  })
})

describe('what may change something', () => {
  const save: CarriedRequest = { path: '/marks', method: 'POST', headers: [], body: new ArrayBuffer(1) }

  test('is never sent ahead', async () => {
    const server = backend()
    await requestsOf(mount, page.address, server.send)('api', save, signal())
    sendAhead(page, [], server.send)
    expect(server.asked).toEqual(['POST api:/marks'])
  })

  test('takes back what was sent ahead of it: a page sees what was saved last', async () => {
    const server = backend()
    await mountOnce(server)
    sendAhead(page, [], server.send)
    await requestsOf(mount, null, server.send)('api', save, signal())
    const response = await requestsOf(mount, page.address, server.send)('api', get('/lessons'), signal())
    expect(await response.text()).toBe('4')
  })

  test('has nothing sent ahead until it is answered, and the other tabs told then', async () => {
    const server = backend()
    await mountOnce(server)
    const otherTab = new BroadcastChannel('digione.session')
    const told = new Promise((resolve) => otherTab.addEventListener('message', ({ data }) => resolve(data), { once: true }))
    let answer: (response: Response) => void = () => {}
    const saving = requestsOf(mount, null, async () => new Promise<Response>((resolve) => (answer = resolve)))('api', save, signal())
    sendAhead(page, [], server.send)
    sendIdle(mount, [{ api: 'api', path: '/lessons' }], server.send)
    expect(server.asked).toHaveLength(1)
    answer(new Response(null, { status: 204 }))
    await saving
    expect(await told).toEqual({ kind: 'changed' })
    otherTab.close()
    sendAhead(page, [], server.send)
    expect(server.asked).toHaveLength(2)
  })
})

describe('what a page asked first', () => {
  test('is what it asked within a moment of its mount, and was answered well', async () => {
    const server = backend()
    const ask = requestsOf(mount, page.address, server.send)
    await ask('api', get('/lessons', [['accept', 'application/json']]), signal())
    await requestsOf(mount, page.address, async () => new Response(null, { status: 404 }))('api', get('/gone'), signal())
    vi.advanceTimersByTime(2000)
    await ask('api', get('/later'), signal())
    expect(firstRequests.of(page)).toEqual([{ api: 'api', path: '/lessons', accept: 'application/json', isNeverKept: true }])
  })

  test('replaces what it asked the time before', async () => {
    const server = backend()
    await mountOnce(server, '/lessons?week=47')
    await mountOnce(server, '/lessons?week=48')
    expect(firstRequests.of(page).map(({ path }) => path)).toEqual(['/lessons?week=48'])
  })

  test('is little: six requests of thirty pages', async () => {
    const server = backend()
    const ask = requestsOf(mount, page.address, server.send)
    for (let at = 0; at < 9; at++) await ask('api', get(`/${at}`), signal())
    expect(firstRequests.of(page)).toHaveLength(6)
    for (let at = 0; at < 30; at++) await requestsOf(mount, `/${at}`, server.send)('api', get('/lessons'), signal())
    expect(firstRequests.of(page)).toEqual([])
    expect(firstRequests.of({ ...mount, address: '/29' })).toHaveLength(1)
  })

  test('is known for the context that the page was shown in last', async () => {
    const { send } = backend()
    for (const context of ['a', 'b']) await requestsOf({ ...mount, context }, '/', send)('api', get('/lessons'), signal())
    expect(firstRequests.lastContext(mount.module, '/', ['a', 'b', 'c'])).toBe('b')
    expect(firstRequests.lastContext(mount.module, '/', ['a', 'c'])).toBe('a')
    expect(firstRequests.lastContext(mount.module, '/elsewhere', ['a', 'b'])).toBeNull()
  })
})
