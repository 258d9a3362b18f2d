// Writes the module that passes every gate, with the faults that are named: "node scripts/gate-modules.ts <folder> [gate …]".
import { cpSync, existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'

const GATES = join(import.meta.dirname, '../fixtures/gates')

interface Edit {
  /** From the module's folder; may be a pattern. */
  readonly file: string
  /** What is replaced, once. Absent: the file is new. */
  readonly from?: string
  readonly to: string
}

/** A fault that one gate finds, and no other. */
export interface Fault {
  readonly gate: string
  readonly edits: readonly Edit[]
  /** Whether the build has to be made with it. @default false */
  readonly builds?: boolean
  /** Whether it takes a browser to find it. @default false */
  readonly inBrowser?: boolean
  /** Part of the sentence in which the gate tells it. */
  readonly says: string
}

export const FAULTS = JSON.parse(readFileSync(join(GATES, 'faults.json'), 'utf8')) as readonly Fault[]

export const copyGateModule = (folder: string): void => cpSync(join(GATES, 'base'), folder, { recursive: true })

/** Hardly to be compressed, and the same each time. */
const noise = () => Array.from({ length: 8000 }, (_, index) => createHash('sha256').update(String(index)).digest('base64')).join('')

/** @throws {Error} where a file does not hold what is to be replaced. */
export function plant(folder: string, { gate, edits }: Fault): void {
  for (const { file, from, to } of edits) {
    const target = join(folder, file.includes('*') ? (globSync(file, { cwd: folder })[0] ?? file) : file)
    const text = existsSync(target) ? readFileSync(target, 'utf8') : ''
    if (from !== undefined && !text.includes(from)) throw new Error(`${gate}: ${target} does not hold ${from}`)
    const wanted = to.replace('RANDOM', noise)
    writeFileSync(target, from === undefined ? wanted : text.replace(from, () => wanted))
  }
}

if (import.meta.main) {
  const [folder = '', ...gates] = process.argv.slice(2)
  copyGateModule(folder)
  for (const fault of FAULTS) if (gates.includes(fault.gate)) plant(folder, fault)
}
