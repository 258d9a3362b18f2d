import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const LAUNCHER = join(import.meta.dirname, '..', '..', 'demo', 'start.mjs')
const READY_WITHIN_MS = 240_000

const freePort = () =>
  new Promise<number>((tell, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address && typeof address === 'object' ? tell(address.port) : fail(new Error('No port is free'))))
    })
  })

/**
 * Starts the whole product as `npm start` does, on a free port and with data of its own, unless `E2E_ORIGIN` names one that runs.
 * @returns What stops it and removes its data.
 */
export default async function startStack(): Promise<() => Promise<void>> {
  if (process.env['E2E_ORIGIN']) return () => Promise.resolve()
  const port = await freePort()
  const data = mkdtempSync(join(tmpdir(), 'digione-e2e-'))
  const env: NodeJS.ProcessEnv = { ...process.env, PORT: String(port), DIGIONE_DATA: data }
  delete env['DATABASE_URL']
  const child = spawn(process.execPath, [LAUNCHER, 'start'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<void>((tell) => child.once('exit', () => tell()))
  let words = ''
  await new Promise<void>((tell, fail) => {
    const giveUp = setTimeout(() => {
      child.kill('SIGTERM')
      fail(new Error(`The stack was not ready in time.\n${words}`))
    }, READY_WITHIN_MS)
    const hear = (part: Buffer) => {
      words += part.toString('utf8')
      if (!words.includes('DigiOne is ready')) return
      clearTimeout(giveUp)
      tell()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', () => fail(new Error(`The stack ended before it was ready.\n${words}`)))
  })
  // Workers inherit it; the configuration reads it there.
  process.env['E2E_ORIGIN'] = `http://digione.localhost:${port}`
  return async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(data, { recursive: true, force: true })
  }
}
