import { AXE_TAGS } from '@digione/probes'
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import axe from 'axe-core'
import type { AxeResults, RunOptions } from 'axe-core'
import { expectOnly, LANGUAGES, speak } from './languages.ts'
import type { Language } from './languages.ts'
import { allOf, isThorough } from './pairwise.ts'
import type { Combination } from './pairwise.ts'
import { sidewaysBy } from './shell.ts'
import { targetsBelow } from './targets.ts'
import { coloursOf, THEMES, wear } from './themes.ts'
import type { Theme } from './themes.ts'

/** How long colours and words may take to follow a change. */
const STILL_CHANGING_MS = 3_000
/** A small phone, or a desktop's window magnified four times; a tablet; a desktop. */
export const WIDTHS = [320, 768, 1280] as const
export type Width = (typeof WIDTHS)[number]
type Axes = Readonly<{ language: readonly Language[]; theme: readonly Theme[]; width: readonly Width[] }>
const WIDE = 1280
/** WCAG 2.5.8. */
const LEAST_PX = 24
const HEIGHTS: Readonly<Record<Width, number>> = { 320: 640, 768: 1024, 1280: 800 }

/** What the source leaves in a document. */
interface Axe {
  run(context: Document, options: RunOptions): Promise<AxeResults>
}

/** What axe finds, a line for each element: the rule, where, and why. It is given to a document once: a look then takes a tenth of a second. */
async function findings(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  return page.evaluate(async (tags) => {
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run(document, {
      runOnly: tags,
      resultTypes: ['violations'],
      iframes: false,
    })
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} – ${failureSummary ?? ''}`))
  }, AXE_TAGS)
}

/** What axe finds once the page has had its time: a look takes what it takes, on a busy machine longer than that time. */
async function lastFindings(page: Page): Promise<string[]> {
  const until = Date.now() + STILL_CHANGING_MS
  let found = await findings(page)
  while (found.length > 0 && Date.now() < until) found = await findings(page)
  return found
}

/** Waits until nothing on the page is still on its way. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('h1').first()).toBeVisible({ timeout: 20_000 })
  await expect(page.locator('[data-module]:not([data-state="ready"], [data-state="failed"], [data-slot="tile"])')).toHaveCount(0, { timeout: 20_000 })
  await expect(page.locator('.d1-skeleton:visible, [aria-busy="true"]:visible')).toHaveCount(0, { timeout: 20_000 })
}

export interface View {
  readonly name: string
  /** @default all */
  readonly languages?: readonly Language[]
  /** The widths at which there is such a view. @default all */
  readonly widths?: readonly Width[]
  /** Changes the language where the view stands. @default the shell's search */
  readonly speak?: (page: Page, language: Language) => Promise<void>
  /** Opens what is to be seen on top of the page, anew for each look. */
  readonly open?: (page: Page) => Promise<void>
  readonly close?: (page: Page) => Promise<void>
}

/**
 * Which looks are taken at a view: each language, each theme and each width, in turns that views take by their names, so that
 * all of them together see every pair; with `E2E_THOROUGH=1` every combination. Those of one language follow each other.
 */
export function looksOf(name: string, languages: readonly Language[], widths: readonly Width[]): Combination<Axes>[] {
  if (isThorough) return byLanguage(allOf({ language: languages, theme: THEMES, width: widths }), languages)
  const turn = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0)
  const nth = <T>(values: readonly T[], at: number) => values[at % values.length] as T
  const count = Math.max(languages.length, THEMES.length, widths.length)
  const looks = Array.from({ length: count }, (_, at) => ({
    language: nth(languages, at),
    theme: nth(THEMES, at + turn),
    width: nth(widths, at + Math.floor(turn / THEMES.length)),
  }))
  return byLanguage(looks, languages)
}
const byLanguage = (looks: readonly Combination<Axes>[], languages: readonly Language[]) =>
  looks.toSorted((a, b) => languages.indexOf(a.language) - languages.indexOf(b.language) || a.width - b.width)

/**
 * Looks at what the page shows in each language, theme and width: axe finds nothing, nothing is cut off or scrolls sideways,
 * no word of another language is left, and the document says which language it is in and has one main heading.
 */
export async function examine(page: Page, { name, languages = Object.keys(LANGUAGES) as Language[], widths = WIDTHS, ...view }: View): Promise<void> {
  const { speak: change = speak, open, close } = view
  const before = page.viewportSize()
  const looks = looksOf(name, languages, widths)
  const colours = new Map<Theme, string>()
  for (const language of languages) {
    await change(page, language)
    const ofLanguage = looks.filter((look) => look.language === language)
    for (const [at, { theme, width }] of ofLanguage.entries()) {
      const what = `${name}, ${language}, ${theme}, ${width} px`
      await test.step(what, async () => {
        await page.setViewportSize({ width, height: HEIGHTS[width] })
        await wear(page, theme)
        await open?.(page)
        await settled(page)
        expect.soft(await lastFindings(page), what).toEqual([])
        expect.soft(await sidewaysBy(page), `${what}: wider than the window, in px`).toBe(0)
        await expect.soft(page.locator('h1:visible'), `${what}: main headings`).toHaveCount(1)
        colours.set(theme, await coloursOf(page))
        if (at === 0) await expectOnly(page, language)
        // What may be pressed is as large in every theme.
        if (width === WIDE && (at === 0 || !isThorough)) expect.soft(await targetsBelow(page, LEAST_PX), `${what}: too small to press`).toEqual([])
        await close?.(page)
      })
    }
  }
  expect.soft(new Set(colours.values()).size, `${name}: the themes differ`).toBe(THEMES.length)
  if (before) await page.setViewportSize(before)
  await change(page, 'fi')
}
