import { GATE_IDS, GATES } from './gates.ts'
import type { GateId } from './gates.ts'
import type { Finding, GateResult } from './report.ts'

/** What came of each gate so far. A gate that nobody reported on was not run. */
export class Results {
  readonly #wanted: ReadonlySet<GateId>
  readonly #findings = new Map<GateId, Finding[]>()
  readonly #notes = new Map<GateId, string[]>()
  readonly #reasons = new Map<GateId, string>()
  #lacksSomething = false

  constructor(wanted: readonly GateId[]) {
    this.#wanted = new Set(wanted)
  }

  wants(gate: GateId): boolean {
    return this.#wanted.has(gate)
  }

  /** The gate was run, and this is what it found besides what it has found already; the same twice is told once. */
  add(gate: GateId, found: readonly Finding[]): void {
    const known = this.#findings.get(gate) ?? []
    const seen = new Set(known.map(keyOf))
    for (const one of found) {
      if (seen.has(keyOf(one))) continue
      seen.add(keyOf(one))
      known.push(one)
    }
    this.#findings.set(gate, known)
  }

  note(gate: GateId, note: string): void {
    this.#notes.set(gate, [...(this.#notes.get(gate) ?? []), note])
  }

  /** Those of `gates` that were not run are not run for this reason. */
  skip(gates: readonly GateId[], why: string): void {
    for (const gate of gates) if (!this.#findings.has(gate) && !this.#reasons.has(gate)) this.#reasons.set(gate, why)
  }

  /** As `skip`, where they should have been run and this machine lacks what that takes. */
  miss(gates: readonly GateId[], why: string): void {
    const missing = gates.filter((gate) => this.wants(gate) && !this.failed(gate))
    if (missing.length === 0) return
    this.#lacksSomething = true
    // Half a look is none.
    for (const gate of missing) {
      this.#findings.delete(gate)
      this.#reasons.set(gate, why)
    }
  }

  /** Nothing failed, and nothing that was asked for is missing. */
  get isOk(): boolean {
    return !this.#lacksSomething && !this.failed(...GATE_IDS)
  }

  has(gate: GateId): boolean {
    return this.#findings.has(gate)
  }

  failed(...gates: readonly GateId[]): boolean {
    return gates.some((gate) => (this.#findings.get(gate)?.length ?? 0) > 0)
  }

  /** Of every gate, in the table's order. */
  list(): GateResult[] {
    return GATE_IDS.map((gate) => {
      const findings = this.#findings.get(gate)
      const result = findings === undefined ? 'not run' : findings.length > 0 ? 'failed' : 'passed'
      const { title, fix } = GATES[gate]
      const why = result === 'not run' ? (this.wants(gate) ? (this.#reasons.get(gate) ?? 'the check ended before it') : 'it was not asked for') : null
      return { gate, title, result, why, fix, findings: findings ?? [], notes: this.#notes.get(gate) ?? [] }
    })
  }
}

const keyOf = ({ text, file, line, selector, view }: Finding) => JSON.stringify([text, file, line, selector, view])
