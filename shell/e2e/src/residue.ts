import { expect } from '@playwright/test'
import type { CDPSession, Page } from '@playwright/test'

/** The last requests end, and so do the channels that the vault keeps open after their mounts for a while. */
const SETTLES_MS = 12_000

/** What a page holds. */
export interface Residue {
  readonly heap: number
  readonly nodes: number
  readonly listeners: number
  readonly intervals: number
  readonly styles: number
  readonly globals: readonly string[]
}

/** Counts intervals that run in the page. Timeouts end by themselves. */
export const countIntervals = () => {
  const running = new Set<unknown>()
  const { setInterval: start, clearInterval: stop } = globalThis
  Object.assign(globalThis, {
    setInterval: (...args: Parameters<typeof setInterval>) => {
      const id = start(...args)
      running.add(id)
      return id
    },
    clearInterval: (id: Parameters<typeof clearInterval>[0]) => {
      running.delete(id)
      stop(id)
    },
  })
  Object.defineProperty(globalThis, Symbol.for('test.intervals'), { get: () => running.size })
}

/** Counts what the page holds, once it has come to rest. */
export async function residueOf(page: Page, cdp: CDPSession): Promise<Residue> {
  await page.waitForTimeout(SETTLES_MS)
  for (let again = 0; again < 3; again++) await cdp.send('HeapProfiler.collectGarbage')
  const { metrics } = await cdp.send('Performance.getMetrics')
  const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0
  const here = await page.evaluate(() => ({
    intervals: Number(Reflect.get(globalThis, Symbol.for('test.intervals'))),
    styles: document.querySelectorAll('style, link[rel="stylesheet"]').length + document.adoptedStyleSheets.length,
    globals: Object.getOwnPropertyNames(globalThis),
  }))
  return { heap: value('JSHeapUsedSize'), nodes: value('Nodes'), listeners: value('JSEventListeners'), ...here }
}

/** Goes desktop, page, desktop, next page … in the page itself: a handle of the test's own would keep what it holds. */
export async function cycle(page: Page, { modules, cards }: { modules: readonly string[]; cards: readonly string[] }, count: number): Promise<void> {
  await page.evaluate(
    ({ rounds, pages, tiles }) => {
      const until = async (holds: () => boolean) => {
        while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10))
      }
      const ready = (module: string, slot: string) => document.querySelector(`[data-module="${module}"][data-slot="${slot}"][data-state="ready"]`) !== null
      const go = (name: string) => document.querySelector<HTMLElement>(`[data-nav="${name}"]`)?.click()
      const turn = async () => {
        for (let round = 1; round <= rounds; round++) {
          for (const module of pages) {
            go('desktop')
            await until(() => tiles.every((tile) => ready(tile, 'desktop.card.v1')) && !document.querySelector('[data-slot="page"]'))
            go(module)
            await until(() => ready(module, 'page'))
          }
          document.documentElement.dataset['rounds'] = String(round)
        }
      }
      delete document.documentElement.dataset['rounds']
      void turn()
    },
    { rounds: count, pages: modules, tiles: cards },
  )
  await expect(page.locator('html')).toHaveAttribute('data-rounds', String(count), { timeout: 20_000 + count * 3000 })
}

/** What was left behind between two counts, in words: nodes, listeners, timers, styles, names of the window. */
function leftOver(before: Residue, after: Residue): string[] {
  const counts = (['nodes', 'listeners', 'intervals', 'styles'] as const).filter((name) => after[name] > before[name])
  const globals = after.globals.filter((name) => !before.globals.includes(name))
  return [...counts.map((name) => `${name}: ${before[name]} to ${after[name]}`), ...globals.map((name) => `window.${name}`)]
}

/**
 * Goes round until something was seen to leave nothing behind, and fails where it does not: what is made once, however late,
 * is made in one of two rounds at most, and what leaks leaks in both.
 * @returns The last two counts.
 */
export async function expectNothingLeft(page: Page, cdp: CDPSession, turn: () => Promise<void>): Promise<{ before: Residue; after: Residue }> {
  let before = await residueOf(page, cdp)
  await turn()
  let after = await residueOf(page, cdp)
  if (leftOver(before, after).length > 0) {
    before = after
    await turn()
    after = await residueOf(page, cdp)
  }
  expect(leftOver(before, after)).toEqual([])
  return { before, after }
}
