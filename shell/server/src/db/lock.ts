import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DigiOneError } from '@digione/contracts'

/** Longest path that a Unix socket may have everywhere (macOS: 104 bytes with the end mark). */
const SOCKET_PATH_MAX_BYTES = 100

/** Where the lock of a data folder listens: beside it, or under the system's temporary folder where the path is too long for a socket. */
export function lockAddress(folder: string): string {
  const full = resolve(folder)
  const name = createHash('sha256').update(full).digest('hex').slice(0, 24)
  if (process.platform === 'win32') return `\\\\.\\pipe\\digione-${name}`
  const beside = `${full}.lock`
  return Buffer.byteLength(beside) <= SOCKET_PATH_MAX_BYTES ? beside : join(tmpdir(), `digione-${name}.lock`)
}

function isAnswered(address: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(address, () => {
      socket.destroy()
      done(true)
    })
    socket.on('error', () => done(false))
  })
}

/**
 * Holds a data folder for this process alone.
 *
 * The embedded database has no lock of its own: a second process would silently lose writes. A socket ends with its process
 * however that ends, so nothing stale has to be judged by age.
 * @returns Gives the folder free.
 * @throws {DigiOneError} DATABASE_IN_USE where another process holds it.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const address = lockAddress(folder)
  const listen = () =>
    new Promise<() => Promise<void>>((done, fail) => {
      const server = createServer((socket) => socket.destroy())
      server.once('error', fail)
      server.listen(address, () => {
        server.unref()
        done(() => new Promise((closed) => server.close(() => closed())))
      })
    })
  try {
    return await listen()
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause
    if (await isAnswered(address)) throw new DigiOneError('DATABASE_IN_USE', resolve(folder), { cause })
    // Nobody answers: its process was killed and left the file.
    rmSync(address, { force: true })
    return listen().catch((again: unknown) => {
      throw new DigiOneError('DATABASE_IN_USE', resolve(folder), { cause: again })
    })
  }
}
