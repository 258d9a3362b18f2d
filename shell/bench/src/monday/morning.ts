import type { Townsperson } from '@digione/shell-demo/townsfolk'
import { MIX, MORNING, type Phase, rateAt, waitFor } from './play/arrivals.ts'
import { Recorder, summarize, type Summary } from './play/record.ts'
import { prepare, visit } from './play/visit.ts'
import type { System } from './serve/system.ts'
import { type Watched, watched } from './watch.ts'

export interface PhaseResult extends Watched {
  readonly phase: Phase
  readonly arrivals: number
  /** Visits that ended before they were over. */
  readonly broken: number
  readonly requests: number
  readonly steps: readonly Summary[]
}

/** How many teachers mark a class before the morning begins, one after the other four at a time. */
const PREPARING_TEACHERS = 200

function drawing(people: readonly Townsperson[]): () => Townsperson {
  const byRole = Map.groupBy(people, ({ role }) => role)
  // Everybody comes once before anybody comes again.
  const next = new Map(Object.keys(MIX).map((role) => [role, Math.floor(Math.random() * 100)]))
  const roles = Object.keys(MIX) as (keyof typeof MIX)[]
  return () => {
    let rest = Math.random()
    const role = roles.find((one) => (rest -= MIX[one]) < 0) ?? 'guardian'
    const list = byRole.get(role) ?? people
    const at = next.get(role) ?? 0
    next.set(role, at + 1)
    // A step that is coprime to most numbers, so that one school's people do not come all at once.
    const found = list[(at * 7919) % list.length]
    if (!found) throw new Error(`There is no ${role}`)
    return found
  }
}

/**
 * Plays a Monday morning: what is planned, then three times that within a minute.
 * @param rate How much of it: 1 for all.
 */
export async function morning(system: System, people: readonly Townsperson[], rate: number, say: (text: string) => void): Promise<PhaseResult[]> {
  const recorder = new Recorder()
  const teachers = people.filter(({ role }) => role === 'teacher').slice(0, PREPARING_TEACHERS)
  say(`${teachers.length} teachers mark a class, so that guardians have something to explain`)
  const queue = teachers.values()
  await Promise.all(
    [0, 1, 2, 3].map(async () => {
      for (const teacher of queue) await prepare(system.addresses, teacher, recorder).catch((error: unknown) => say(`preparing: ${String(error)}`))
    }),
  )

  const draw = drawing(people)
  const until = { isOver: false }
  const visits = new Set<Promise<void>>()
  const results: PhaseResult[] = []
  for (const phase of MORNING) {
    say(`${phase.name}: ${phase.seconds} s`)
    recorder.phase = phase.name
    let arrivals = 0
    let broken = 0
    const facts = await watched(system, async () => {
      const startedAt = performance.now()
      const passed = () => (performance.now() - startedAt) / 1000
      let due = 0
      while (passed() < phase.seconds) {
        due += waitFor(rate * rateAt(phase, due))
        // Whoever is late does not hold up the next: arrivals do not wait for the server.
        if (due > passed()) await new Promise((tell) => setTimeout(tell, (due - passed()) * 1000))
        arrivals += 1
        const going = visit(system.addresses, draw(), recorder, until)
          .catch(() => void (broken += 1))
          .finally(() => visits.delete(going))
        visits.add(going)
      }
    })
    const steps = summarize(recorder.steps, phase.name)
    results.push({ ...facts, phase, arrivals, broken, requests: steps.reduce((sum, { count }) => sum + count, 0), steps })
  }
  until.isOver = true
  await Promise.race([Promise.all(visits), new Promise((tell) => setTimeout(tell, 20_000))])
  // What began in a phase may have ended after it.
  return results.map((result) => ({ ...result, steps: summarize(recorder.steps, result.phase.name) }))
}
