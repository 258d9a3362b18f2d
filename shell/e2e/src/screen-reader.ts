import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import type { virtual } from '@guidepup/virtual-screen-reader'

type Reader = typeof virtual
interface WithReader {
  virtualReader: Reader
}

/** The reader as one script: the page's policy lets no module in that is not its own. */
const SOURCE = readFileSync(fileURLToPath(import.meta.resolve('@guidepup/virtual-screen-reader/browser.js')), 'utf8').replace(
  /export\{[\w$]+ as Virtual,([\w$]+) as virtual\};/,
  'globalThis.virtualReader=$1;',
)
/** More than any view says. */
const MOST_PHRASES = 1_000
/** Within it, whatever follows a navigation has been said. */
const SAID_WITHIN_MS = 400

/** Has a virtual screen reader attend to the page from now on, as long as the document stands. */
export async function listen(page: Page): Promise<void> {
  if (!(await page.evaluate(() => 'virtualReader' in globalThis))) await page.evaluate(`(() => {${SOURCE}\n})()`)
  await page.evaluate(async () => {
    const { virtualReader } = globalThis as unknown as WithReader
    await virtualReader.stop()
    await virtualReader.start({ container: document.body })
    await virtualReader.clearSpokenPhraseLog()
  })
}

/** What has been said since the last time: the focus as it moved, and what live regions announced. */
export async function heard(page: Page): Promise<string[]> {
  await page.waitForTimeout(SAID_WITHIN_MS)
  return page.evaluate(async () => {
    const { virtualReader } = globalThis as unknown as WithReader
    const phrases = await virtualReader.spokenPhraseLog()
    await virtualReader.clearSpokenPhraseLog()
    return [...phrases]
  })
}

export const announcementsIn = (phrases: readonly string[]) => phrases.filter((phrase) => /^(?:polite|assertive): /.test(phrase))

/**
 * The page from its beginning to its end, phrase by phrase.
 * @param without What is passed over.
 */
async function phrasesOf(page: Page, without: readonly string[]): Promise<string[]> {
  await listen(page)
  return page.evaluate(
    async ({ selector, most }) => {
      const { virtualReader } = globalThis as unknown as WithReader
      const passed = document.querySelectorAll(selector)
      for (const element of passed) element.setAttribute('aria-hidden', 'true')
      await virtualReader.stop()
      await virtualReader.start({ container: document.body })
      for (let phrase = 0; phrase < most; phrase++) {
        await virtualReader.next()
        if ((await virtualReader.lastSpokenPhrase()) === 'end of document') break
      }
      const phrases = [...(await virtualReader.spokenPhraseLog())]
      await virtualReader.stop()
      for (const element of passed) element.removeAttribute('aria-hidden')
      return phrases
    },
    // A browser that runs scripts has nothing of what stands there for others.
    { selector: ['noscript', ...without].join(), most: MOST_PHRASES },
  )
}

/** What differs from day to day. */
const DAILY: readonly (readonly [RegExp, string])[] = [
  [/\b\d{1,2}[.:]\d{2}\s?[–-]\s?\d{1,2}[.:]\d{2}\b/g, '‹from–to›'],
  [/\b\d{1,2}[.:]\d{2}\b/g, '‹time›'],
  [
    /\b(?:maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai|måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag)(?:na)?(?: (?:den )?\d{1,2}\.? \p{L}+)?/giu,
    '‹day›',
  ],
  [/\b(?:ma|ti|ke|to|pe|la|su|mån|tis|ons|tors|fre|lör|sön)\.? \d{1,2}\.?(?:\d{1,2}\.?)?/giu, '‹day›'],
  [/\b\d{1,2}\.\d{1,2}\.(?:\d{4})?/g, '‹date›'],
  [/\b(?:Hyvää|God) \p{L}+(?=, )/gu, '‹greeting›'],
  [/(viikko|vecka) \d+/gi, '$1 ‹n›'],
]

/**
 * The page as it is read out, a phrase a line, fit to be kept: without what differs from day to day, without the ends of what
 * was begun, without the words that the name before them has said already, and of each list its first item.
 */
export async function readOut(page: Page, { without = [], daily = [] }: { without?: readonly string[]; daily?: typeof DAILY } = {}): Promise<string> {
  const lines: string[] = []
  let skippedUntil: string | null = null
  for (const phrase of await phrasesOf(page, without)) {
    if (skippedUntil !== null) {
      if (phrase === skippedUntil) skippedUntil = null
      continue
    }
    const item = /^listitem, level (\d+), position (\d+), set size \d+/.exec(phrase)
    if (item && item[2] !== '1') {
      if (item[2] === '2') lines.push('… and so on')
      skippedUntil = `end of ${phrase}`
      continue
    }
    if (item || phrase.startsWith('end of ')) continue
    const line = [...DAILY, ...daily].reduce((text, [what, word]) => text.replaceAll(what, word), phrase)
    const before = lines.at(-1)
    const named = lines.findLast((one) => /^(?:link|button|heading|region|radio|checkbox|switch), /.test(one))
    if (line !== '' && line !== before && !(named?.includes(line) === true && lines.indexOf(named) >= lines.length - 4)) lines.push(line)
  }
  return `${lines.join('\n')}\n`
}
