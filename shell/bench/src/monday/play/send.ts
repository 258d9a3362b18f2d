import { Agent, request } from 'node:http'

/** Sends requests with as little effort of its own as Node allows: the load shares its processors with what it measures. */
export function createSender(port: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 })
  return {
    /** @returns The answer's status, once all of it has come. */
    send: (method: string, host: string, path: string, headers: Readonly<Record<string, string>> = {}, body = '') =>
      new Promise<number>((tell, fail) => {
        const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) }
        const asked = request({ agent, host: '127.0.0.1', port, method, path, headers: { host, ...headers, ...length } }, (answer) => {
          answer.resume()
          answer.on('end', () => tell(answer.statusCode ?? 0))
        })
        asked.on('error', fail)
        asked.end(body)
      }),
    close: () => agent.destroy(),
  }
}
