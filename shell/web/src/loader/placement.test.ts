// @vitest-environment happy-dom
import { DigiOneError } from '@digione/contracts'
import type { App, MyContext, StartRelease } from '@digione/contracts'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ModuleFailure } from './failure.ts'
import { Placement } from './placement.ts'
import type { Hands, Run, Target } from './placement.ts'

const text = { fi: 'Koe', sv: 'Prov' }
let count = 0
/** A release of its own for each test: the breaker remembers releases. */
function target(hostApi = '1.0'): Target {
  const id = `faulty@${String(++count).padStart(12, '0')}`
  const release = { id, module: 'faulty', version: '1.0.0', manifest: { name: text, hostApi }, entry: null } as unknown as StartRelease
  return { release, context: { id: 'c' } as MyContext, area: 'page', slot: 'page', tier: 'page' }
}
const app: App = { mount: () => {} }

interface Given extends Partial<Omit<Hands, 'load'>> {
  load?(release: StartRelease): Promise<App>
  run?(app: App, ...rest: Parameters<Run>): ReturnType<Run>
}

function place({ load = async () => app, run = (_app, el) => el.append('hello'), ...hands }: Given = {}, of: Target = target()) {
  const told: string[] = []
  const placement = new Placement(of, {
    async load(release) {
      const loaded = await load(release)
      return (...rest) => run(loaded, ...rest)
    },
    tell: (_target, failure, phase, reference) => void told.push(`${phase} ${failure.kind} ${reference.length}`),
    renew: async () => false,
    ...hands,
  })
  document.body.append(placement.element)
  return { placement, told, state: () => placement.shown().state, failure: () => placement.shown().failure }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  document.body.replaceChildren()
})
const hang = () => new Promise<never>(() => {})

describe('a placement', () => {
  test('stands in the document with its hooks, from loading to ready', async () => {
    const { placement, state } = place()
    expect(placement.element.dataset).toMatchObject({ module: 'faulty', slot: 'page', state: 'loading' })
    await placement.start()
    expect([state(), placement.element.dataset['state'], placement.element.textContent]).toEqual(['ready', 'ready', 'hello'])
  })

  test('that does not load in 8 s shows its card; nobody is told before', async () => {
    const { placement, state, failure, told } = place({ load: hang })
    void placement.start()
    await vi.advanceTimersByTimeAsync(7999)
    expect([state(), told]).toEqual(['loading', []])
    await vi.advanceTimersByTimeAsync(2)
    expect([state(), failure()?.kind, failure()?.code]).toEqual(['failed', 'timeout', 'MODULE_TIMED_OUT'])
  })

  test('that has not mounted after 4 s is replaced by its card, and cleaned up when it mounts after all', async () => {
    let cleaned = 0
    const { placement, state } = place({ run: () => new Promise((resolve) => setTimeout(resolve, 6000, () => void cleaned++)) })
    void placement.start()
    await vi.advanceTimersByTimeAsync(4001)
    expect([state(), cleaned, placement.element.childElementCount]).toEqual(['failed', 0, 0])
    await vi.advanceTimersByTimeAsync(3000)
    expect(cleaned).toBe(1)
  })

  test('that fails after it was ready takes away itself what it shows, and nothing of it stays', async () => {
    const found: (string | null)[] = []
    const { placement, state } = place({
      run(_app, el) {
        el.append('hello')
        return () => void found.push(el.textContent)
      },
    })
    await placement.start()
    placement.fail(new Error('later'))
    await vi.advanceTimersByTimeAsync(1)
    expect([state(), found, placement.element.textContent]).toEqual(['failed', ['hello'], ''])
  })

  test('that throws in mount shows its card, its signal is aborted and nothing of it stays', async () => {
    let signal: AbortSignal | undefined
    const { placement, failure, told } = place({
      run(_app, el, given) {
        signal = given
        el.append('half')
        throw new Error('in mount')
      },
    })
    await placement.start()
    expect([failure()?.kind, signal?.aborted, placement.element.textContent, told]).toEqual(['threw', true, '', ['mount threw 9']])
  })

  test('that failed is tried again in an element of its own', async () => {
    let tries = 0
    const { placement, state, failure } = place({
      run(_app, el) {
        if (++tries === 1) throw new Error('once')
        el.append('there')
      },
    })
    await placement.start()
    const before = placement.element
    failure()?.retry?.()
    await vi.advanceTimersByTimeAsync(1)
    expect([state(), placement.element.textContent, placement.element === before, document.body.contains(placement.element)]).toEqual([
      'ready',
      'there',
      false,
      true,
    ])
  })

  test('that throws three times in a row rests, and is not run a fourth time', async () => {
    let runs = 0
    const { placement, failure } = place({
      run() {
        runs++
        throw new Error('always')
      },
    })
    await placement.start()
    for (let again = 0; again < 3; again++) {
      failure()?.retry?.()
      await vi.advanceTimersByTimeAsync(1)
    }
    expect([runs, failure()?.kind]).toEqual([3, 'breaker'])
  })

  test('that needs a newer host says which, and offers no other try', async () => {
    const { placement, failure } = place({}, target('1.7'))
    await placement.start()
    expect(failure()).toMatchObject({ kind: 'too-new', wanted: '1.7', offered: '1.0', retry: null })
  })

  test('that hangs asks for another document on retry, and loads here where what hung has come', async () => {
    let renewed = 0
    let arrive: (app: App) => void = () => {}
    const loading = new Promise<App>((resolve) => (arrive = resolve))
    const { placement, failure, state } = place({ load: () => loading, renew: async () => ++renewed > 0 })
    void placement.start()
    await vi.advanceTimersByTimeAsync(8001)
    failure()?.retry?.()
    await vi.advanceTimersByTimeAsync(60)
    expect([renewed, state()]).toEqual([1, 'failed'])
    arrive(app)
    failure()?.retry?.()
    await vi.advanceTimersByTimeAsync(60)
    expect([renewed, state()]).toEqual([1, 'ready'])
  })

  const stuck = () => new ModuleFailure('load', new DigiOneError('MODULE_NOT_LOADED', 'faulty', 'once'), { needsDocument: true })

  test('whose files are there, but not for this document, is shown by another one, and fails where that did not help', async () => {
    const answers = [true, false]
    let renewed = 0
    const hands = { load: () => Promise.reject(stuck()), renew: async () => (renewed++, answers.shift() ?? false) }
    const { placement, state } = place(hands)
    await placement.start()
    expect([renewed, state()]).toEqual([1, 'loading'])
    const other = place(hands)
    await other.placement.start()
    expect([renewed, other.state()]).toEqual([2, 'failed'])
    other.failure()?.retry?.()
    await vi.advanceTimersByTimeAsync(1)
    expect(renewed).toBeGreaterThan(2)
  })

  test('that lost a part of itself long after it was asked for takes the document away when it is tried again, not by itself', async () => {
    let renewed = 0
    const { placement, failure, state } = place({ renew: async () => ++renewed > 0 })
    await placement.start()
    await vi.advanceTimersByTimeAsync(60_000)
    placement.fail(stuck())
    await vi.advanceTimersByTimeAsync(1)
    expect([renewed, state()]).toEqual([0, 'failed'])
    failure()?.retry?.()
    await vi.advanceTimersByTimeAsync(1)
    expect(renewed).toBe(1)
  })
})

describe('leaving', () => {
  test('aborts the signal, runs the clean-up and takes the element away', async () => {
    let signal: AbortSignal | undefined
    let cleaned = false
    const { placement, state } = place({
      run(_app, _el, given) {
        signal = given
        return () => void (cleaned = true)
      },
    })
    await placement.start()
    await placement.leave()
    expect([state(), signal?.aborted, cleaned, document.body.childElementCount]).toEqual(['gone', true, true, 0])
  })

  test('goes on within 3 s where the module does not come to an end', async () => {
    const { placement, state, told } = place({ run: hang })
    void placement.start()
    await vi.advanceTimersByTimeAsync(10)
    const left = placement.leave()
    expect(placement.element.hidden).toBe(true)
    await vi.advanceTimersByTimeAsync(3001)
    await left
    expect([state(), told, document.body.childElementCount]).toEqual(['gone', ['unmount timeout 9'], 0])
  })

  test('survives a clean-up that throws', async () => {
    const { placement, state, told } = place({
      run: () => () => {
        throw new Error('in unmount')
      },
    })
    await placement.start()
    await placement.leave()
    expect([state(), told]).toEqual(['gone', ['unmount threw 9']])
  })

  test('waits for the last save before anything is aborted', async () => {
    let signal: AbortSignal | undefined
    let abortedAtSave: boolean | undefined
    const { placement, state } = place({ run: (_app, _el, given) => void (signal = given) })
    await placement.start()
    placement.waitFor(new Promise<void>((resolve) => setTimeout(resolve, 500)).then(() => (abortedAtSave = signal?.aborted)))
    const left = placement.leave()
    await vi.advanceTimersByTimeAsync(501)
    await left
    expect([abortedAtSave, signal?.aborted, state()]).toEqual([false, true, 'gone'])
  })

  test('while it loads waits for nothing, and what loads later is not mounted', async () => {
    let runs = 0
    const { placement, state } = place({ load: () => new Promise((resolve) => setTimeout(resolve, 1000, app)), run: () => void runs++ })
    void placement.start()
    await placement.leave()
    await vi.advanceTimersByTimeAsync(2000)
    expect([state(), runs]).toEqual(['gone', 0])
  })
})
