import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Finding } from '../report.ts'
import { writeTypes } from '../../cli/write-types.ts'

/** `a.ts(3,5): error TS1: …` of TypeScript, `a.ts:3:5 - error TS1: …` with colours, `/a.svelte:3:5` and then `Error: …` of svelte-check. */
const PLACES = [/^(\S[^(\n]*)\((\d+),\d+\): error (.+)$/gm, /^(\S[^:\n]*):(\d+):\d+ - error (.+)$/gm, /^(\/[^:\n]*):(\d+):\d+\nError: (.+)$/gm]
const LAST_LINES = 6

/** What the module's own type check says; `null` where it has none. */
export async function types(folder: string): Promise<Finding[] | null> {
  const run = commandIn(folder)
  if (!run) return null
  await writeTypes(folder)
  const { code, output } = await ended(folder, run)
  if (code === 0) return []
  const found = PLACES.flatMap((pattern) => [...output.matchAll(pattern)]).map(([, file = '', line, text = '']) => ({
    text,
    file: file.startsWith(folder) ? file.slice(folder.length + 1) : file,
    line: Number(line),
  }))
  return found.length > 0 ? found : [{ text: output.trim().split('\n').slice(-LAST_LINES).join(' ') || `the type check ended with ${code}` }]
}

function commandIn(folder: string): string[] | null {
  const file = join(folder, 'package.json')
  const { scripts = {} } = (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}) as { scripts?: Record<string, string> }
  if (scripts['types'] !== undefined) return ['--run', 'types']
  if (!existsSync(join(folder, 'tsconfig.json'))) return null
  try {
    return [join(dirname(createRequire(file).resolve('typescript/package.json')), 'bin/tsc'), '--noEmit']
  } catch {
    return null
  }
}

const ended = (cwd: string, args: readonly string[]) =>
  new Promise<{ code: number; output: string }>((tell) =>
    execFile(
      process.execPath,
      args,
      { cwd, env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined }, maxBuffer: 32 * 1024 * 1024 },
      (error, out, complaint) => tell({ code: error ? Number(error.code ?? 1) : 0, output: out + complaint }),
    ),
  )
