// Writes the table of gates into docs/checking.md: "node scripts/gates-docs.ts".
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { GATE_IDS, GATES } from '../src/check/gates.ts'

export const CHECKING = join(import.meta.dirname, '../../docs/checking.md')
const BETWEEN = /(<!-- gates -->\n)[^]*(<!-- \/gates -->)/

const rowsOf = (needsBrowser: boolean) =>
  GATE_IDS.filter((gate) => GATES[gate].needsBrowser === needsBrowser).map(
    (gate) => `| \`${gate}\` | ${GATES[gate].title} | ${GATES[gate].finds} | ${GATES[gate].fix} |`,
  )
const table = (needsBrowser: boolean) => ['| gate | what holds | what it finds | what to do |', '|---|---|---|---|', ...rowsOf(needsBrowser)].join('\n')

/** The page with the table as the gates have it now. */
export function withGates(text: string): string {
  const gates = `\nRead, without a browser:\n\n${table(false)}\n\nSeen, in the real shell:\n\n${table(true)}\n\n`
  return text.replace(BETWEEN, (_, start: string, end: string) => start + gates + end)
}

if (import.meta.main) writeFileSync(CHECKING, withGates(readFileSync(CHECKING, 'utf8')))
