import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { castLogins } from '../dataset/cast.ts'
import { freePort } from './backends.ts'
import { findModules } from './workspace.ts'

const LAUNCHER = join(import.meta.dirname, '..', '..', 'start.mjs')

/** One run of `npm start`, without npm. */
class Run {
  readonly child: ChildProcess
  words = ''

  constructor(port: number, data: string) {
    const env: NodeJS.ProcessEnv = { ...process.env, PORT: String(port), DIGIONE_DATA: data }
    delete env['DATABASE_URL']
    this.child = spawn(process.execPath, [LAUNCHER, 'start'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const hear = (part: Buffer) => (this.words += part.toString('utf8'))
    this.child.stdout?.on('data', hear)
    this.child.stderr?.on('data', hear)
  }

  async until(words: string, withinMs = 120_000): Promise<void> {
    const end = Date.now() + withinMs
    while (!this.words.includes(words)) {
      if (Date.now() > end || this.child.exitCode !== null) throw new Error(`"${words}" was not said:\n${this.words}`)
      await new Promise((tell) => setTimeout(tell, 50))
    }
  }

  exit(): Promise<number | null> {
    return new Promise((tell) => (this.child.exitCode === null ? this.child.once('exit', tell) : tell(this.child.exitCode)))
  }
}

const status = (port: number, host: string, path = '/') =>
  new Promise<number>((tell, fail) => {
    const asked = request({ host: '127.0.0.1', port, path, headers: { host: `${host}:${port}`, accept: 'text/html' } }, (answer) => {
      answer.resume()
      tell(answer.statusCode ?? 0)
    })
    asked.on('error', fail)
    asked.end()
  })

const data = mkdtempSync(join(tmpdir(), 'digione-start-'))
let port = 0
let first: Run

beforeAll(async () => {
  port = await freePort()
  first = new Run(port, data)
  await first.until('Ctrl-C stops it.', 200_000)
}, 210_000)
afterAll(async () => {
  // Killed outright, the launcher would leave everything that it started behind.
  first.child.kill('SIGTERM')
  await first.exit()
  rmSync(data, { recursive: true, force: true })
})

test('it prints one address that answers, and everybody who may log in', async () => {
  expect(new Set(first.words.match(/https?:\/\/[^\s/]+/g))).toEqual(new Set([`http://digione.localhost:${port}`]))
  expect(await status(port, 'digione.localhost')).toBe(200)
  for (const { login } of castLogins) expect(first.words).toContain(login)
})

test('nothing on the terminal worries a newcomer', () => {
  expect(first.words).not.toMatch(/warn|error|unsupported|deprecat/i)
})

test('the vault, the identity providers and every backend stand behind the same port', async () => {
  expect(await status(port, 'session.digione.localhost', '/oidc/.well-known/openid-configuration')).toBe(200)
  for (const provider of ['mpassid', 'suomifi', 'directory']) {
    expect(await status(port, 'id.digione.localhost', `/${provider}/.well-known/openid-configuration`)).toBe(200)
  }
  for (const { folder, backend } of findModules()) if (backend) expect(await status(port, `${folder}.digione-vendors.localhost`, '/healthz')).toBe(200)
})

test('a second start on the same data is refused', async () => {
  const second = new Run(await freePort(), data)
  expect(await second.exit()).toBe(1)
  expect(second.words).toContain(`Another DigiOne already uses the data in ${data}`)
})

test('a port that is taken is refused at once', async () => {
  const other = createServer()
  const taken = await freePort()
  await new Promise<void>((tell) => other.listen(taken, '127.0.0.1', () => tell()))
  const second = new Run(taken, mkdtempSync(join(tmpdir(), 'digione-start-')))
  expect(await second.exit()).toBe(1)
  expect(second.words).toContain(`Port ${taken} is in use`)
  other.close()
})

test('Ctrl-C stops everything in order, and it starts again on the same data', async () => {
  first.child.kill('SIGTERM')
  // Not 0 where something did not end by itself within three seconds.
  expect(await first.exit()).toBe(0)
  await expect(status(port, 'digione.localhost')).rejects.toThrow('ECONNREFUSED')

  first = new Run(port, data)
  await first.until('Ctrl-C stops it.')
}, 120_000)
