import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const SDK = join(import.meta.dirname, '..', '..', '..', 'sdk')
const run = promisify(execFile)

export interface Fault {
  readonly gate: string
  readonly inBrowser?: boolean
  readonly says: string
}

/** The faults that it takes a browser to find, one for each gate that needs one. */
export const BROWSER_FAULTS = (JSON.parse(readFileSync(join(SDK, 'fixtures/gates/faults.json'), 'utf8')) as Fault[]).filter(({ inBrowser }) => inBrowser)

/** Writes the module that passes every gate, with the faults of these gates. */
export const writeGateModule = (folder: string, gates: readonly string[]) => run(process.execPath, [join(SDK, 'scripts/gate-modules.ts'), folder, ...gates])

export interface Told {
  readonly ok: boolean
  readonly durationMs: number
  readonly gates: readonly {
    readonly gate: string
    readonly result: string
    readonly why: string | null
    readonly findings: readonly { readonly text: string; readonly view?: string }[]
  }[]
}

/** What `digione check --json` says of the module in `folder`. */
export async function checkModule(digione: string, folder: string, ...args: string[]): Promise<Told> {
  const env = { ...process.env, FORCE_COLOR: undefined, NODE_ENV: undefined }
  const { stdout } = await run(process.execPath, [digione, 'check', '--json', ...args], { cwd: folder, env, maxBuffer: 16 * 1024 * 1024 }).catch(
    (error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }),
  )
  return JSON.parse(stdout) as Told
}

export const buildModule = (digione: string, folder: string) =>
  run(process.execPath, [digione, 'build'], { cwd: folder, env: { ...process.env, NODE_ENV: undefined } })
