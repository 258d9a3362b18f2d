import dns from 'node:dns'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import './index.ts'

test('names under .localhost lead to this machine, for fetch too', async () => {
  const server = createServer((req, res) => res.end(req.headers.host))
  const port = await new Promise<number>((tell) => server.listen(0, '127.0.0.1', () => tell((server.address() as AddressInfo).port)))
  const answer = await fetch(`http://session.digione.localhost:${port}/`)
  expect(await answer.text()).toBe(`session.digione.localhost:${port}`)
  server.closeAllConnections()
  server.close()
  expect(await dns.promises.lookup('x.localhost', { all: true })).toEqual([{ address: '127.0.0.1', family: 4 }])
})

test('a name that only ends in the letters is looked up as ever', async () => {
  await expect(dns.promises.lookup('notlocalhost.invalid')).rejects.toThrow('notlocalhost.invalid')
})
