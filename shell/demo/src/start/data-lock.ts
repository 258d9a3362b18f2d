import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Refusal } from './settings.ts'

/** A socket beside nobody's data, because a socket's path may only be about a hundred characters long. */
function addressOf(folder: string): string {
  const name = `digione-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
}

const answers = (address: string) =>
  new Promise<boolean>((tell) => {
    const socket = connect(address, () => {
      socket.destroy()
      tell(true)
    })
    socket.on('error', () => tell(false))
  })

const listen = (address: string) =>
  new Promise<Server>((tell, fail) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', fail)
    server.listen(address, () => tell(server))
  })

/**
 * Keeps a data folder for this process alone. A process that was killed leaves nothing that stands in the way.
 * @returns What gives the folder back.
 * @throws {Refusal} where another process has it.
 */
export async function lockData(folder: string): Promise<() => void> {
  const address = addressOf(folder)
  const taken = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  const server = await listen(address).catch(async (error: unknown) => {
    if (!taken(error)) throw error
    if (await answers(address))
      throw new Refusal(`Another DigiOne already uses the data in ${folder}. Stop it, or start this one with another DIGIONE_DATA folder.`)
    rmSync(address, { force: true })
    return listen(address)
  })
  server.unref()
  return () => server.close()
}
