import type { Page } from '@playwright/test'
import { settled } from '../src/examination.ts'
import { logIn } from '../src/people.ts'
import { expect, test } from '../src/test.ts'

/** Longer ones are compounds that may be cut where there is no room. */
const LONGEST = 14
const WIDTHS = [1280, 768, 320]

/** Visible words of up to `longest` letters that stand on two lines, and do not say with a soft hyphen where they may be parted. */
const brokenWords = async (page: Page) =>
  page.evaluate((longest) => {
    const broken: string[] = []
    const walker = document.createTreeWalker(document.querySelector('#digione') ?? document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.parentElement?.checkVisibility()) continue
      for (const { 0: word, index } of (node.textContent ?? '').matchAll(/[\p{L}\d.\u00AD]+/gu)) {
        const range = document.createRange()
        range.setStart(node, index)
        range.setEnd(node, index + word.length)
        const lines = new Set([...range.getClientRects()].filter(({ width }) => width > 0).map(({ top }) => Math.round(top)))
        if (word.length <= longest && lines.size > 1 && !word.includes('\u00AD')) broken.push(word)
      }
    }
    return broken
  }, LONGEST)

for (const [who, locale, address] of [
  ['paakayttaja-espoo', 'sv', '/espoo/console'],
  ['oppilas-2', 'fi', '/'],
  ['opettaja-espoo', 'fi', '/espoo/timetable'],
  ['huoltaja', 'sv', '/'],
] as const) {
  test(`no word of up to ${LONGEST} letters is broken in two at any width, for ${who} in ${locale}`, async ({ person }) => {
    const page = await person()
    await logIn(page, who, { to: address, locale })
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 })
      await settled(page)
      expect.soft(await brokenWords(page), `at ${width} px`).toEqual([])
    }
  })
}
