// @vitest-environment happy-dom
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { testHost } from '../../testing/index.ts'
import { takeRequests } from './requests.ts'

const asked: string[] = []
const natively = vi.fn<typeof fetch>(() => Promise.reject(new TypeError('Failed to fetch')))
const text = { fi: 'a', sv: 'a' }
const { host } = testHost({
  manifest: {
    id: 'test',
    version: '0.0.0',
    hostApi: '1.0',
    isolation: 'frame',
    name: text,
    description: text,
    icon: 'check',
    vendor: { name: 'Test', contact: 'test@example.org' },
    roles: ['teacher'],
    paths: { '/': { title: text } },
    apis: { api: { purpose: text } },
  },
  apis: {
    async api(request: Request) {
      const { pathname, search } = new URL(request.url)
      asked.push(`${request.method} ${pathname}${search} ${await request.text()}`)
      return Response.json({ at: pathname }, { status: pathname.endsWith('none') ? 404 : 200 })
    },
  },
})

beforeAll(() => {
  location.href = 'http://acme.modules.example/'
  globalThis.fetch = natively
  takeRequests({ 'https://api.acme.example/v1': 'api:/v1', '/rest/': 'api:/' }, () => host)
})
beforeEach(() => void asked.splice(0))

test('addresses that are named go by the host, with what was sent', async () => {
  await fetch('https://api.acme.example/v1/items?by=name')
  await fetch(new Request('https://api.acme.example/v1', { method: 'POST', body: 'new' }))
  await fetch('/rest/items', { method: 'PUT', body: 'changed' })
  await fetch('api:/v2')
  expect(asked).toEqual(['GET /v1/items?by=name ', 'POST /v1 new', 'PUT /items changed', 'GET /v2 '])
  expect(natively).not.toHaveBeenCalled()
})

test('every other address stays what it was, one that only begins alike too', async () => {
  for (const address of ['https://api.acme.example/v10/items', 'https://api.acme.example.elsewhere.example/v1', 'https://elsewhere.example/'])
    await expect(fetch(address)).rejects.toThrow('Failed to fetch')
  expect(asked).toEqual([])
})

/** What an XMLHttpRequest comes to, by its events. */
const sent = (address: string, prepare: (request: XMLHttpRequest) => void = () => {}) =>
  new Promise<{ request: XMLHttpRequest; events: string[] }>((tell) => {
    const request = new XMLHttpRequest()
    const events: string[] = []
    for (const type of ['load', 'error', 'abort'] as const) request.addEventListener(type, () => events.push(type))
    request.addEventListener('loadend', () => tell({ request, events }))
    request.open('GET', address)
    prepare(request)
    request.send()
  })

test('an XMLHttpRequest goes the same way', async () => {
  const { request, events } = await sent('https://api.acme.example/v1/items', (one) => (one.responseType = 'json'))
  expect([events, request.status, request.readyState, request.response]).toEqual([['load'], 200, 4, { at: '/v1/items' }])
  expect(request.getResponseHeader('content-type')).toContain('json')
  expect((await sent('https://api.acme.example/v1/none')).request.status).toBe(404)
})

test('one to elsewhere fails, one that is called off says so, and none waits in the middle of a script', async () => {
  expect((await sent('https://elsewhere.example/')).events).toEqual(['error'])
  expect((await sent('https://api.acme.example/v1', (request) => queueMicrotask(() => request.abort()))).events).toEqual(['abort'])
  expect(() => new XMLHttpRequest().open('GET', 'https://api.acme.example/v1', false)).toThrow('waits for nothing')
})
