import { createServer, request, type Server } from 'node:http'
import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { freePort } from './backends.ts'
import { type Front, openFront } from './front.ts'
import { Refusal, type Settings } from './settings.ts'

const open: Server[] = []
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function front(): Promise<{ front: Front; settings: Settings }> {
  const settings: Settings = {
    port: await freePort(),
    httpsPort: null,
    host: '127.0.0.1',
    data: '',
    databaseUrl: null,
    moduleFolders: [],
    developers: [],
    logLevel: 'silent',
  }
  const opened = await openFront(settings, 'http://digione.localhost')
  open.push(opened.server)
  return { front: opened, settings }
}

async function backend(handle: Parameters<typeof createServer>[1]): Promise<number> {
  const server = createServer(handle)
  open.push(server)
  const port = await freePort()
  await new Promise<void>((tell) => server.listen(port, '127.0.0.1', () => tell()))
  return port
}

const get = (port: number, host: string) =>
  new Promise<{ status: number; first: string; close(): void }>((tell, fail) => {
    const asked = request({ host: '127.0.0.1', port, headers: { host: `${host}:${port}` } }, (answer) => {
      const close = () => asked.destroy()
      answer.once('data', (part: Buffer) => tell({ status: answer.statusCode ?? 0, first: part.toString('utf8'), close }))
      answer.once('end', () => tell({ status: answer.statusCode ?? 0, first: '', close }))
    })
    asked.on('error', fail)
    asked.end()
  })

test('a request goes where its Host says, and an unknown host nowhere', async () => {
  const { front: opened, settings } = await front()
  expect((await get(settings.port, 'digione.localhost')).status).toBe(503)
  opened.route('digione.localhost', { handle: (_req, res) => res.end('shell') })
  opened.route('a.digione-vendors.localhost', { port: await backend((req, res) => res.end(`vendor ${req.headers.host}`)) })
  expect((await get(settings.port, 'digione.localhost')).first).toBe('shell')
  expect((await get(settings.port, 'a.digione-vendors.localhost')).first).toBe(`vendor a.digione-vendors.localhost:${settings.port}`)
  expect((await get(settings.port, 'b.digione-vendors.localhost')).status).toBe(404)
  opened.route('*.digione-modules.localhost', { handle: (_req, res) => res.end('frame') })
  expect((await get(settings.port, 'a.digione-modules.localhost')).first).toBe('frame')
  expect((await get(settings.port, 'a.b.digione-modules.localhost')).status).toBe(404)
  expect((await get(settings.port, 'digione-modules.localhost')).status).toBe(404)
  expect((await get(settings.port, 'localhost')).status).toBe(302)
})

test("an event reaches the reader while the stream is open, and a reader who leaves ends the backend's stream", async () => {
  const { front: opened, settings } = await front()
  let ended: () => void = () => {}
  const left = new Promise<void>((tell) => (ended = tell))
  const port = await backend((_req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' })
    res.write('data: one\n\n')
    res.on('close', ended)
  })
  opened.route('a.digione-vendors.localhost', { port })
  const { first, close } = await get(settings.port, 'a.digione-vendors.localhost')
  expect(first).toBe('data: one\n\n')
  close()
  await left
})

test('an upgrade is tunnelled both ways', async () => {
  const { front: opened, settings } = await front()
  const port = await backend(() => {})
  open.at(-1)?.on('upgrade', (_req, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n')
    socket.pipe(socket)
  })
  opened.route('a.digione-vendors.localhost', { port })
  const words = await new Promise<string>((tell) => {
    let heard = ''
    const socket = connect(settings.port, '127.0.0.1', () =>
      socket.write('GET / HTTP/1.1\r\nhost: a.digione-vendors.localhost\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n'),
    )
    socket.on('data', (part: Buffer) => {
      heard += part.toString('utf8')
      if (heard.endsWith('\r\n\r\n')) socket.write('ping')
      if (heard.endsWith('ping')) {
        socket.destroy()
        tell(heard)
      }
    })
  })
  expect(words).toContain('101')
})

test('a port that is taken is refused with the way out', async () => {
  const { settings } = await front()
  await expect(openFront(settings, 'http://digione.localhost')).rejects.toThrow(Refusal)
  await expect(openFront(settings, 'http://digione.localhost')).rejects.toThrow(/PORT=\d+ npm start/)
})

test('a backend that is gone answers 502', async () => {
  const { front: opened, settings } = await front()
  opened.route('a.digione-vendors.localhost', { port: await freePort() })
  expect((await get(settings.port, 'a.digione-vendors.localhost')).status).toBe(502)
})
