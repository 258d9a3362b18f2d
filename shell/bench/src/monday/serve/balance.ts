import { connect, createServer, type Server, type Socket } from 'node:net'

/** Stands in front of servers on this machine: each connection goes to the next one in turn that takes it. */
export function balance(port: number, to: readonly number[]): Promise<Server> {
  let turn = 0
  const server = createServer((client) => {
    client.on('error', () => client.destroy())
    const begin = turn++
    const attempt = (tried: number): void => {
      if (tried === to.length) return void client.destroy()
      const there = connect(to[(begin + tried) % to.length] ?? 0, '127.0.0.1')
      there.once('connect', () => join(client, there))
      there.once('error', () => (there.connecting || there.bytesRead + there.bytesWritten === 0 ? attempt(tried + 1) : client.destroy()))
    }
    attempt(0)
  })
  return new Promise((tell) => server.listen(port, '127.0.0.1', () => tell(server)))
}

function join(client: Socket, there: Socket): void {
  client.pipe(there)
  there.pipe(client)
  there.once('close', () => client.destroy())
  client.once('close', () => there.destroy())
}
