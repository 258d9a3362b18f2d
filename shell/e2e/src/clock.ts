import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './product.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')

/** A product whose clock a test sets: for what municipalities decided, and for nothing else. */
export interface ClockedProduct {
  /** The shell's. */
  readonly origin: string
  /** From now on its clock goes on from that instant, given in milliseconds since the epoch. */
  setClock(at: number): Promise<void>
  /** Ends it and removes its data. */
  remove(): Promise<void>
}

const said = (child: ChildProcess) =>
  new Promise<string>((tell, fail) => {
    const ended = () => fail(new Error('The product ended before it was ready.'))
    child.once('exit', ended)
    child.once('message', (word) => {
      child.off('exit', ended)
      tell(typeof word === 'string' ? word : '')
    })
  })

/** Starts what has been built, on a free port and with data of its own. */
export async function startClockedProduct(): Promise<ClockedProduct> {
  const data = mkdtempSync(join(tmpdir(), 'digione-clock-'))
  const { DATABASE_URL: _theirs, ...env } = process.env
  const child = fork(join(import.meta.dirname, 'clocked-product.ts'), {
    env: { ...env, PORT: String(await freePort()), DIGIONE_DATA: data },
    execArgv: ['--import', join(ROOT, 'shared', 'loopback', 'src', 'index.ts')],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const origin = await said(child)
  return {
    origin,
    async setClock(at) {
      const answer = said(child)
      child.send(at - Date.now())
      await answer
    },
    async remove() {
      const ended = new Promise<void>((tell) => child.once('exit', () => tell()))
      child.disconnect()
      await ended
      rmSync(data, { recursive: true, force: true })
    },
  }
}
