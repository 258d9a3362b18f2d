import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks of a second, as Linux tells them to programs. */
const TICKS_PER_S = 100
const PAGE_BYTES = 4096

interface Facts {
  readonly parent: number
  readonly cpuS: number
  readonly endedChildrenCpuS: number
  readonly bytes: number
}

function factsOf(pid: number): Facts | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name, in brackets, may hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const at = (number: number) => Number(fields[number - 3])
    return { parent: at(4), cpuS: (at(14) + at(15)) / TICKS_PER_S, endedChildrenCpuS: (at(16) + at(17)) / TICKS_PER_S, bytes: at(24) * PAGE_BYTES }
  } catch {
    return null
  }
}

export interface Usage {
  /** Seconds of one processor since the process began. */
  readonly cpuS: number
  /** Resident. Of PostgreSQL's processes each counts the shared memory that it has touched. */
  readonly bytes: number
}

/** What a process has used, with its children where it has any. Linux only. */
export function usageOf(pid: number): Usage {
  const own = factsOf(pid)
  if (!own) return { cpuS: 0, bytes: 0 }
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => factsOf(Number(name)) ?? [])
    .filter(({ parent }) => parent === pid)
  return {
    cpuS: own.cpuS + own.endedChildrenCpuS + children.reduce((sum, child) => sum + child.cpuS, 0),
    bytes: own.bytes + children.reduce((sum, child) => sum + child.bytes, 0),
  }
}
