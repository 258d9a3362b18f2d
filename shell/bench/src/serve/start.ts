import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '@digione/shell-demo/backends'
import { selfSigned } from '@digione/shell-demo/certificate'
import type { Asked } from './front.ts'
import type { LinkConditions } from './link.ts'
import type { Done, Order, ServeSetup } from './messages.ts'

const NAMES = ['blank.localhost', '*.bench.localhost', 'digione.localhost', '*.digione.localhost', '*.digione-vendors.localhost']

export interface Serving {
  /** Of the certificate's public key. */
  readonly keyHash: string
  readonly linkPort: number
  set(conditions: LinkConditions): Promise<void>
  /** Ends every connection of the browser. */
  cut(): Promise<void>
  /** What was asked since `forget`, and what went down the line since the start. */
  asked(): Promise<{ asked: readonly Asked[]; bytesDown: number }>
  forget(): Promise<void>
  stop(): Promise<void>
}

type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never

/** Starts the serving process. @returns Once everything answers. */
export async function startServing(scratch: string, setup: Omit<ServeSetup, 'keyFile' | 'certFile' | 'linkPort'>): Promise<Serving> {
  const linkPort = await freePort()
  const files = { keyFile: join(scratch, 'key.pem'), certFile: join(scratch, 'cert.pem') }
  const { key, cert, keyHash } = selfSigned(NAMES)
  writeFileSync(files.keyFile, key, { mode: 0o600 })
  writeFileSync(files.certFile, cert)
  const child: ChildProcess = fork(join(import.meta.dirname, 'main.ts'), [], {
    // The platform asks its own identity provider, by its https address.
    env: { ...process.env, BENCH_SETUP: JSON.stringify({ ...setup, ...files, linkPort }), NODE_EXTRA_CA_CERTS: files.certFile },
  })
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error('The serving process ended before it was ready.')
    }),
  ])
  let last = 0
  const order = (wanted: Unnumbered<Order>) =>
    new Promise<Done>((tell) => {
      const id = ++last
      const hear = (done: Done) => {
        if (done.id !== id) return
        child.off('message', hear)
        tell(done)
      }
      child.on('message', hear)
      child.send({ ...wanted, id })
    })
  return {
    keyHash,
    linkPort,
    set: async (conditions) => void (await order({ kind: 'conditions', conditions })),
    cut: async () => void (await order({ kind: 'cut' })),
    forget: async () => void (await order({ kind: 'forget' })),
    asked: () => order({ kind: 'asked' }),
    async stop() {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}
