// @vitest-environment node
import { createServer, request } from 'node:http'
import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { openFront, sandboxAt } from './front.ts'
import type { Front } from './front.ts'

const PAGE = '<!doctype html><script type="importmap">{}</script><script type="module" src="/assets/main.js"></script>'
const FRAMES = 'homework.digione-modules.localhost'
const open: (Server | Front)[] = []
afterEach(() => {
  for (const one of open.splice(0)) one.close()
})

async function platform(): Promise<number> {
  const server = createServer((req, res) => {
    res.writeHead(200, {
      'content-type': req.headers.accept?.includes('text/html') ? 'text/html; charset=utf-8' : 'application/json',
      'content-security-policy': req.headers.host?.startsWith(FRAMES) ? "script-src http://a/assets/; connect-src 'none'" : "style-src 'self'",
      'x-asked-for': req.url,
      'integrity-policy': 'blocked-destinations=(script)',
    })
    res.end(req.headers.accept?.includes('text/html') ? PAGE : JSON.stringify({ host: req.headers.host, coding: req.headers['accept-encoding'] ?? null }))
  })
  open.push(server)
  await new Promise<void>((tell) => server.listen(0, '127.0.0.1', tell))
  return (server.address() as { port: number }).port
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((tell) => server.listen(0, '127.0.0.1', tell))
  const { port } = server.address() as { port: number }
  await new Promise((tell) => server.close(tell))
  return port
}

interface Asked {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}
const ask = (port: number, host: string, path: string, accept = '*/*') =>
  new Promise<Asked>((tell, fail) => {
    const asked = request({ host: '127.0.0.1', port, path, headers: { host: `${host}:${port}`, accept, 'accept-encoding': 'br' } }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => tell({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts).toString() }))
    })
    asked.on('error', fail)
    asked.end()
  })

async function standing(): Promise<{ port: number; front: Front }> {
  const port = await freePort()
  const front = await openFront({ port, platform: sandboxAt(await platform()) })
  open.push(front)
  return { port, front }
}

test('the module answers below its base on the shell’s host alone, and the platform everything else, with the host that was asked for', async () => {
  const { port, front } = await standing()
  front.override({ base: '/@module/homework/', handle: (req, res) => void res.end(`mine ${req.url}`), first: 'first.js', frames: `${FRAMES}:${port}` })
  expect((await ask(port, 'digione.localhost', '/@module/homework/web/src/main.tsx')).body).toBe('mine /@module/homework/web/src/main.tsx')
  const elsewhere = [await ask(port, 'session.digione.localhost', '/@module/homework/a.js'), await ask(port, 'digione.localhost', '/@module/other/a.js')]
  expect(elsewhere.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
    { host: `session.digione.localhost:${port}`, coding: 'br' },
    { host: `digione.localhost:${port}`, coding: 'br' },
  ])
  expect((await ask(port, 'localhost', '/')).headers.location).toBe(`http://digione.localhost:${port}/`)
})

test('pages of the shell alone know of the module, and only once there is one', async () => {
  const { port, front } = await standing()
  const before = await ask(port, 'digione.localhost', '/', 'text/html')
  expect([before.body, before.headers['integrity-policy']]).toEqual([PAGE, 'blocked-destinations=(script)'])
  front.override({ base: '/@module/homework/', handle: () => {}, first: 'first.js', frames: `${FRAMES}:${port}` })
  const page = await ask(port, 'digione.localhost', '/', 'text/html')
  const [, nonce = ''] = /nonce="([^"]+)"/.exec(page.body) ?? []
  expect(page.body).toContain('<script type="module" src="/@module/homework/first.js"></script>')
  expect([page.headers['content-security-policy'], page.headers['integrity-policy']]).toEqual([`style-src 'self' 'nonce-${nonce}'`, undefined])
  const again = await ask(port, 'digione.localhost', '/', 'text/html')
  expect(again.body).not.toContain(nonce)
  const vault = await ask(port, 'session.digione.localhost', '/frame', 'text/html')
  expect([vault.body, vault.headers['content-security-policy']]).toEqual([PAGE, "style-src 'self'"])
})

test('no worker keeps what is developed, and a platform that is gone is told of', async () => {
  const port = await freePort()
  open.push(await openFront({ port, platform: sandboxAt(await freePort()) }))
  expect(await ask(port, 'digione.localhost', '/sw.js')).toMatchObject({ status: 200, body: '' })
  expect(await ask(port, 'digione.localhost', '/')).toMatchObject({ status: 503, body: 'The sandbox does not answer.\n' })
})

test('what the shell and the vault are told of the module may be another thing, and they alone', async () => {
  const { port, front } = await standing()
  const told = { page: (html: string) => html.replace('main.js', 'other.js'), me: (text: string) => `mine ${text}`, frame: () => '/frame/homework/theirs' }
  front.override({ base: '/@module/homework/', handle: () => {}, first: 'first.js', frames: `${FRAMES}:${port}`, told })
  expect((await ask(port, 'digione.localhost', '/', 'text/html')).body).toContain('src="/assets/other.js"')
  expect((await ask(port, 'session.digione.localhost', '/api/me')).body).toBe(
    `mine ${JSON.stringify({ host: `session.digione.localhost:${port}`, coding: null })}`,
  )
  expect((await ask(port, 'session.digione.localhost', '/api/me?override=x')).body).toMatch(/^mine /)
  const others = [await ask(port, 'session.digione.localhost', '/api/tokens'), await ask(port, 'digione.localhost', '/api/me')]
  expect(others.map(({ body }) => body.startsWith('mine'))).toEqual([false, false])
})

test('a frame of the module has its code from here, by the document of the release that is on, and other frames have nothing of it', async () => {
  const { port, front } = await standing()
  const told = { page: (html: string) => html, me: (text: string) => text, frame: () => '/frame/homework/theirs' }
  const handle = (_: unknown, res: ServerResponse) => void res.end('mine')
  front.override({ base: '/@module/homework~secret/', handle, first: 'first.js', frames: `${FRAMES}:${port}`, told })
  const frame = await ask(port, FRAMES, '/frame/homework/mine', 'text/html')
  expect(frame.body).toContain('<script type="module" src="/@module/homework~secret/first.js"></script>')
  expect(frame.headers['content-security-policy']).toBe(
    `script-src http://a/assets/ http://${FRAMES}:${port}/@module/homework~secret/; connect-src ws://${FRAMES}:${port}`,
  )
  expect(frame.headers['x-asked-for']).toBe('/frame/homework/theirs')
  const code = await ask(port, FRAMES, '/@module/homework~secret/main.tsx')
  expect([code.body, code.headers['access-control-allow-origin']]).toEqual(['mine', '*'])
  const guessed = await ask(port, FRAMES, '/@module/homework/main.tsx')
  expect([guessed.headers['x-asked-for'], guessed.headers['access-control-allow-origin']]).toEqual(['/@module/homework/main.tsx', undefined])
  const shells = await ask(port, 'digione.localhost', '/@module/homework~secret/main.tsx')
  expect([shells.body, shells.headers['access-control-allow-origin']]).toEqual(['mine', undefined])
  const other = await ask(port, 'other.digione-modules.localhost', '/frame/other/theirs', 'text/html')
  expect([other.body, other.headers['x-asked-for']]).toEqual([PAGE, '/frame/other/theirs'])
})
