// @vitest-environment node
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Manifest } from '@digione/contracts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import example from '../../fixtures/react/digione.json' with { type: 'json' }
import { backendPort, startBackend } from './backend.ts'

let folder = ''
let port = 0
const said: string[] = []
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'digione-backend-'))
  said.length = 0
  const server = createServer()
  await new Promise<void>((tell) => server.listen(0, '127.0.0.1', tell))
  port = (server.address() as { port: number }).port
  await new Promise((tell) => server.close(tell))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const write = (file: string, text: string) => writeFileSync(join(folder, file), text)
const start = () => startBackend(folder, { PORT: String(port), DIGIONE_MODULE: 'homework' }, (line) => said.push(line))
const answer = () =>
  fetch(`http://127.0.0.1:${port}/`).then(
    (given) => given.text(),
    () => 'nobody',
  )
const server = (word: string) =>
  `import { createServer } from 'node:http'\ncreateServer((_, res) => res.end('${word} ' + process.env.DIGIONE_MODULE)).listen(process.env.PORT, '127.0.0.1')\nconsole.log('up')\n`

test('a backend runs with what it is told, is started anew with its changed code, and ends when it is to', async () => {
  write('package.json', '{ "type": "module", "scripts": { "api": "node server.js" } }')
  write('server.js', server('first'))
  const backend = start()
  expect(backend?.watchesItself).toBe(false)
  await expect.poll(answer, { timeout: 10_000 }).toBe('first homework')
  expect(said).toContain('up')
  write('server.js', server('second'))
  await backend?.restart()
  await expect.poll(answer, { timeout: 10_000 }).toBe('second homework')
  await backend?.stop()
  expect(await answer()).toBe('nobody')
})

test('one that ends by itself is told of, with its own words, and starts anew when it is mended', async () => {
  write('package.json', '{ "type": "module", "scripts": { "api": "node server.js" } }')
  write('server.js', "throw new Error('Rikki')")
  const backend = start()
  await expect.poll(() => said.join('\n'), { timeout: 10_000 }).toMatch(/Error: Rikki[^]*The backend ended \(1\)/)
  write('server.js', server('mended'))
  await backend?.restart()
  await expect.poll(answer, { timeout: 10_000 }).toBe('mended homework')
  await backend?.stop()
})

test('a module without such a script has none, and one that follows its files itself is left to it', async () => {
  expect(start()).toBeNull()
  write('package.json', '{ "scripts": { "api": "node --watch none.js" } }')
  const backend = start()
  expect(backend?.watchesItself).toBe(true)
  await backend?.stop()
})

test('a backend listens where the manifest says, or as usual, and not at all where it runs elsewhere', () => {
  const at = (apis: object) => backendPort(Manifest.parse({ ...example, apis }))
  const purpose = { fi: 'Tiedot', sv: 'Uppgifter' }
  expect(at({ api: { purpose } })).toBe(4600)
  expect(at({ api: { purpose, development: 'http://localhost:8080' } })).toBe(8080)
  expect(at({ api: { purpose, development: 'https://staging.acme.example' } })).toBeNull()
  expect(at({ api: { purpose, platform: true } })).toBeNull()
})
