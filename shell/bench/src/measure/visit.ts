import { setTimeout as pause } from 'node:timers/promises'
import type { Serving } from '../serve/start.ts'
import { BLANK_HOST } from '../serve/front.ts'
import type { PageOf, Variant } from '../variants.ts'
import type { Browsers, Tab } from './browser.ts'
import { logIn } from './log-in.ts'
import { wavesOf } from './waves.ts'

export const LINK = { roundTripMs: 70, downBitsPerS: 9_000_000 } as const
const NO_LINK = { roundTripMs: 0, downBitsPerS: 0 } as const
/** How long nothing is done before a navigation: what fetches ahead in idle time has it. */
const IDLE_MS = 4000
const WARM_TIMES = 3

/** Opening a page by its address. */
export interface Opening {
  /** Until the module's first paint, and until its first row of data, in ms from the navigation's start. */
  readonly firstMs: number
  readonly rowMs: number
  /** Of what was asked until the row was painted. */
  readonly requests: number
  readonly waves: number
  readonly bytes: number
  /** Of the page's main thread until then, CPU slowed down. */
  readonly mainThreadMs: number
}

export interface Visit {
  readonly cold: Opening
  readonly repeat: Opening
  readonly firstNavigationMs: number
  readonly warmNavigationMs: number
}

export interface Place {
  readonly browsers: Browsers
  readonly serving: Serving
  readonly httpsPort: number
  /** How many times slower than the machine the page's processes are. */
  readonly cpuSlowdown: number
}

/** Leaves for a page of another site, so that the next one gets a process and connections of its own. */
async function leave(tab: Tab, { serving, httpsPort }: Place): Promise<void> {
  await tab.page.goto(`https://${BLANK_HOST}:${httpsPort}/`)
  await pause(300)
  await serving.cut()
}

async function open(tab: Tab, { serving }: Place, variant: Variant, page: PageOf): Promise<Opening> {
  await serving.forget()
  const before = (await serving.asked()).bytesDown
  await tab.page.goto(variant.origin + page.path, { waitUntil: 'commit' })
  const seen = await tab.page.evaluate(
    async ({ first, row }) => {
      const [firstMs, rowMs] = await Promise.all([globalThis.benchPainted(first), globalThis.benchPainted(row)])
      return { firstMs, rowMs, origin: performance.timeOrigin }
    },
    { first: page.first, row: page.row },
  )
  const { asked, bytesDown } = await serving.asked()
  const { metrics } = await tab.cdp.send('Performance.getMetrics')
  const until = asked.filter(({ startedAt }) => startedAt <= seen.origin + seen.rowMs)
  return {
    firstMs: seen.firstMs,
    rowMs: seen.rowMs,
    requests: until.length,
    waves: wavesOf(until, LINK.roundTripMs),
    bytes: bytesDown - before,
    mainThreadMs: (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000,
  }
}

const goTo = (tab: Tab, { link, row }: PageOf) =>
  tab.page.evaluate(
    async (wanted) => {
      const anchor = document.querySelector<HTMLElement>(wanted.link)
      if (!anchor) throw new Error(`There is no ${wanted.link}.`)
      const startedAt = performance.now()
      anchor.click()
      return (await globalThis.benchPainted(wanted.row)) - startedAt
    },
    { link, row },
  )

/** Logs in where that has to be, and stands on an empty page with an empty cache. */
async function prepare(tab: Tab, place: Place, variant: Variant): Promise<void> {
  await place.serving.set(NO_LINK)
  await tab.slow(1)
  await logIn(tab.page, variant)
  await leave(tab, place)
  await tab.cdp.send('Network.clearBrowserCache')
  await tab.cdp.send('Performance.enable')
}

/** The first opening alone, as one with an empty cache. */
export async function openCold(place: Place, variant: Variant): Promise<Opening> {
  const tab = await place.browsers.open()
  try {
    await prepare(tab, place, variant)
    await place.serving.set(LINK)
    await tab.slow(place.cpuSlowdown)
    return await open(tab, place, variant, variant.pages[0])
  } finally {
    await tab.close()
  }
}

/** One person's visit: a page by its address, on to another one, back and forth, and the next day by the address again. */
export async function visit(place: Place, variant: Variant): Promise<Visit> {
  const [here, there] = variant.pages
  const tab = await place.browsers.open()
  try {
    await prepare(tab, place, variant)
    await place.serving.set(LINK)
    await tab.slow(place.cpuSlowdown)
    const cold = await open(tab, place, variant, here)
    await pause(IDLE_MS)
    const firstNavigationMs = await goTo(tab, there)
    const warm: number[] = []
    for (let times = 0; times < WARM_TIMES; times++) {
      await pause(500)
      warm.push(await goTo(tab, here))
      await pause(500)
      await goTo(tab, there)
    }
    await leave(tab, place)
    const repeat = await open(tab, place, variant, here)
    return { cold, repeat, firstNavigationMs, warmNavigationMs: median(warm) }
  } finally {
    await tab.close()
  }
}

/** How much a page's JavaScript heap holds after so many mounts more, in bytes, with all garbage collected. */
export async function heapAfter(place: Place, variant: Variant, mounts: number): Promise<{ first: number; last: number }> {
  const tab = await place.browsers.open()
  const collected = async () => {
    await tab.cdp.send('HeapProfiler.collectGarbage')
    await pause(200)
    await tab.cdp.send('HeapProfiler.collectGarbage')
    return (await tab.cdp.send('Runtime.getHeapUsage')).usedSize
  }
  try {
    await prepare(tab, place, variant)
    await open(tab, place, variant, variant.pages[0])
    for (let at = 0; at < 4; at++) await goTo(tab, variant.pages[(at + 1) % 2 === 0 ? 0 : 1])
    const first = await collected()
    for (let at = 0; at < mounts; at++) await goTo(tab, variant.pages[(at + 1) % 2 === 0 ? 0 : 1])
    return { first, last: await collected() }
  } finally {
    await tab.close()
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = 0, high = 0] = sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : [sorted[middle - 1], sorted[middle]]
  return (low + high) / 2
}
