import { spawn, type SpawnOptions } from 'node:child_process'

export interface Finished {
  readonly code: number
  readonly output: string
}

/** Runs a program to its end and keeps what it wrote. */
export function run(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<Finished> {
  return new Promise((tell, fail) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    const parts: Buffer[] = []
    child.stdout?.on('data', (part: Buffer) => parts.push(part))
    child.stderr?.on('data', (part: Buffer) => parts.push(part))
    child.on('error', fail)
    child.on('close', (code) => tell({ code: code ?? 1, output: Buffer.concat(parts).toString('utf8') }))
  })
}

/** A program of the workspace's packages. */
export const runNode = (script: string, args: readonly string[], options: SpawnOptions = {}) =>
  run(process.execPath, [...process.execArgv, script, ...args], options)
