import type { ChildProcess } from 'node:child_process'

const STOP_WITHIN_MS = 2000

/** Ends a process: kindly, and after a while in any case. */
export const endChild = (child: ChildProcess) =>
  new Promise<void>((tell) => {
    if (child.exitCode !== null || child.signalCode !== null) return tell()
    const kill = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
    child.once('exit', () => {
      clearTimeout(kill)
      tell()
    })
    child.kill('SIGTERM')
  })
