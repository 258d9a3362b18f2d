import type { CDPSession } from 'playwright-core'
import type { Finding } from '../report.ts'
import type { Results } from '../results.ts'
import { listed } from './builtins.ts'
import { readWatch } from './page-watch.ts'
import type { Baseline } from './shell-looks.ts'
import { onePerSlot } from './shell-looks.ts'
import type { Visitor } from './visitor.ts'

export const CYCLES = 50
/** Until what is made once for all mounts has been made. */
const WARM_UP = 5
/** The shell keeps a mount's channel for so long after it, and the listeners of that channel with it. */
const CHANNELS_MS = 12_000
/** What grows by less than one in two mounts is the engine's own. */
const GROWN = CYCLES / 2
const LOOK_EVERY_MS = 500
const CYCLES_WITHIN_MS = 120_000
/** Names that frameworks and the module loader put on the window once, for tools of development. */
const FRAMEWORKS = /^(?:__(?:VUE|vue|svelte|FEDERATION|VMOK|REACT|mf_)|\$?_?_?REACT)/

interface Held {
  readonly nodes: number
  readonly listeners: number
}

async function held(cdp: CDPSession): Promise<Held> {
  await cdp.send('HeapProfiler.collectGarbage')
  const { metrics } = await cdp.send('Performance.getMetrics')
  const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0
  return { nodes: value('Nodes'), listeners: value('JSEventListeners') }
}

/** Goes through the views in the page itself: a handle of the driver's own would keep what it holds. */
async function cycle(visitor: Visitor, rounds: number): Promise<void> {
  const stops = onePerSlot(visitor.views).map((view) => ({ address: view.address, selector: visitor.selector(view) }))
  const module = visitor.base.split('/')[2] ?? ''
  await visitor.page.evaluate(
    ({ rounds, stops, module }) => {
      const until = async (holds: () => boolean) => {
        for (let turns = 0; !holds(); turns++) {
          if (turns > 1500) throw new Error('A view did not come up.')
          await new Promise((resolve) => setTimeout(resolve, 10))
        }
      }
      const go = (address: string) => {
        const link = document.createElement('a')
        link.href = address
        document.body.append(link)
        link.click()
        link.remove()
      }
      const turn = async () => {
        for (let round = 0; round < rounds; round++)
          for (const { address, selector } of stops) {
            go('/more')
            await until(() => !document.querySelector(`[data-module="${module}"][data-state]`))
            go(address)
            await until(() => document.querySelector(`${selector}[data-state="ready"]`) !== null)
          }
        go('/more')
        await until(() => !document.querySelector(`[data-module="${module}"][data-state]`))
        return 'done'
      }
      delete document.documentElement.dataset['rounds']
      turn().then(
        () => (document.documentElement.dataset['rounds'] = 'done'),
        (error: unknown) => (document.documentElement.dataset['rounds'] = String(error)),
      )
    },
    { rounds, stops, module },
  )
  const state = await visitor.page.waitForFunction(() => document.documentElement.dataset['rounds'], null, { timeout: CYCLES_WITHIN_MS, polling: 100 })
  const said = await state.jsonValue()
  if (said !== 'done') throw new Error(String(said))
}

/** Mounts and unmounts each kind of view, and looks at what the page holds more than before. */
export async function lookAtResidue(results: Results, visitor: Visitor, before: Baseline): Promise<void> {
  if (!results.wants('residue')) return
  const { page } = visitor
  await visitor.leave()
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable')
  await cycle(visitor, WARM_UP)
  const first = await held(cdp)
  const begunBefore = (await page.evaluate(readWatch)).begun
  await cycle(visitor, CYCLES)
  let last = await held(cdp)
  const until = performance.now() + CHANNELS_MS
  while ((last.nodes - first.nodes >= GROWN || last.listeners - first.listeners >= GROWN) && performance.now() < until) {
    await page.waitForTimeout(LOOK_EVERY_MS)
    last = await held(cdp)
  }
  const now = await page.evaluate(readWatch)
  await page.waitForTimeout(LOOK_EVERY_MS)
  const { moments } = await page.evaluate(readWatch)
  const names = await page.evaluate(() => Object.getOwnPropertyNames(globalThis))

  const begun = growth(begunBefore, now.begun)
  const here: Partial<Finding> = { role: visitor.role }
  const found: Finding[] = begun.map(({ what, file, count }) => {
    const [name = file, line] = file.split(':')
    return {
      ...here,
      text: `${what} is left: ${count} of them after ${CYCLES} rounds of mounts`,
      file: `dist/assets/${name}`,
      ...(line ? { line: Number(line) } : {}),
    }
  })
  if (last.nodes - first.nodes >= GROWN) found.push({ ...here, text: `${last.nodes - first.nodes} nodes more are held after ${CYCLES} mounts` })
  if (begun.length === 0 && last.listeners - first.listeners >= GROWN)
    found.push({ ...here, text: `${last.listeners - first.listeners} listeners more are held after ${CYCLES} mounts` })
  if (moments > now.moments)
    found.push({ ...here, text: `it goes on asking for timers or frames once it is gone: ${moments - now.moments} in ${LOOK_EVERY_MS} ms` })
  const globals = names.filter((name) => !before.globals.includes(name) && !FRAMEWORKS.test(name))
  if (globals.length > 0) found.push({ ...here, text: `it puts names on the window: ${listed(globals)}` })
  await cdp.detach()
  results.add('residue', found)
}

interface Begun {
  readonly what: string
  readonly file: string
}

/** What there is more of than before, by place. */
function growth(before: readonly Begun[], now: readonly Begun[]): (Begun & { readonly count: number })[] {
  const countOf = (all: readonly Begun[], { what, file }: Begun) => all.filter((one) => one.what === what && one.file === file).length
  const places = [...new Map(now.map((one) => [`${one.what} ${one.file}`, one])).values()]
  return places.map((one) => ({ ...one, count: countOf(now, one) - countOf(before, one) })).filter(({ count }) => count >= GROWN)
}
