import { AXE_TAGS, allOf, pairwise, sidewaysBy, THEMES } from '@digione/probes'
import type { Theme } from '@digione/probes'
import type { AxeResults, RunOptions } from 'axe-core'
import { readMessages } from '../../cli/messages.ts'
import type { Finding } from '../report.ts'
import type { Results } from '../results.ts'
import { LANGUAGES, WIDTHS } from './visitor.ts'
import type { Language, View, Visitor, Width } from './visitor.ts'

interface Look {
  readonly language: Language
  readonly theme: Theme
  readonly width: Width
}

/** How long colours and words may take to follow a change. */
const STILL_CHANGING_MS = 2000
/** A shorter text may be a word of two languages, or part of something else. */
const TELLING_LETTERS = 4

export interface LooksOptions {
  readonly axe: string
  readonly folder: string
  /** Whether each language is seen in each theme; else each of them once. */
  readonly isWhole: boolean
}

const axes = { language: LANGUAGES, theme: THEMES, width: WIDTHS }
/** Everything at once, where somebody has the time: set by `DIGIONE_CHECK_THOROUGH=1`. */
const WHOLE = process.env['DIGIONE_CHECK_THOROUGH'] === '1' ? allOf(axes) : pairwise(axes)
/** Each language, theme and width once. */
const FEW: readonly Look[] = LANGUAGES.map((language, index) => ({
  language,
  theme: THEMES[index] ?? 'light',
  width: WIDTHS[index % WIDTHS.length] ?? WIDTHS[0],
}))

const inOrder = (looks: readonly Look[]): Look[] => looks.toSorted((a, b) => LANGUAGES.indexOf(a.language) - LANGUAGES.indexOf(b.language) || b.width - a.width)

/** Looks at each view in every language and theme, wide and narrow: axe, sideways scrolling, and texts that did not follow. */
export async function lookAtLooks(results: Results, visitor: Visitor, { axe, folder, isWhole }: LooksOptions): Promise<void> {
  const [wantsAxe, wantsNarrow, wantsChanges] = (['axe', 'narrow', 'changes'] as const).map((gate) => results.wants(gate))
  if (!wantsAxe && !wantsNarrow && !wantsChanges) return
  const texts = tellingTexts(folder)
  const { page } = visitor
  for (const view of visitor.views) {
    if (await visitor.open(view)) continue
    for (const { language, theme, width } of inOrder(isWhole ? WHOLE : FEW)) {
      const isNews = language !== visitor.language
      await visitor.speak(language)
      await visitor.wear(theme)
      await visitor.widen(width)
      await visitor.settle()
      const at = (text: string, selector?: string): Finding => ({ ...visitor.here, text, ...(selector ? { selector } : {}) })
      if (wantsChanges && isNews)
        results.add(
          'changes',
          (await staleTexts(visitor, view, texts, language)).map((text) => at(text)),
        )
      // The whole page once: how the view stands in it, such as its headings, is alike in every look.
      const isWholePage = theme === 'light' && language === 'fi'
      if (wantsAxe)
        results.add(
          'axe',
          (await findings(visitor, view, axe, isWholePage)).map(({ text, selector }) => at(text, selector)),
        )
      if (wantsNarrow && width === 320) {
        const px = await page.evaluate(sidewaysBy)
        const [widest] = px > 0 ? await page.evaluate(beyondWindow, visitor.selector(view)) : []
        results.add('narrow', widest ? [at(`at 320 px the page scrolls sideways by ${px} px`, widest)] : [])
      }
    }
    await visitor.collect()
    await visitor.rest()
  }
}

/** What axe finds in the view, once the page has had its time. */
async function findings(visitor: Visitor, view: View, source: string, isWholePage: boolean): Promise<{ text: string; selector: string }[]> {
  const { page } = visitor
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source)
  const look = () =>
    page.evaluate(
      async ({ tags, selector, isWholePage }) => {
        const { axe } = globalThis as unknown as { axe: { run(context: Document | object, options: RunOptions): Promise<AxeResults> } }
        const { violations } = await axe.run(isWholePage ? document : { include: [selector] }, {
          runOnly: tags,
          resultTypes: ['violations'],
          iframes: false,
          elementRef: true,
        })
        return violations.flatMap(({ id, help, nodes }) =>
          nodes.flatMap(({ element, target, failureSummary }) => {
            const isOwn = element?.closest(selector) !== null && element?.closest(selector) !== undefined
            const isPages = id === 'page-has-heading-one' && selector.includes('"page"')
            if (!isOwn && !isPages) return []
            const why = (failureSummary ?? '')
              .split('\n')
              .slice(1)
              .map((line) => line.trim())
              .filter(Boolean)
              .join('; ')
            return [{ text: `${id}: ${why || help}`, selector: target.join(' ') }]
          }),
        )
      },
      { tags: AXE_TAGS, selector: visitor.selector(view), isWholePage },
    )
  const until = performance.now() + STILL_CHANGING_MS
  let found = await look()
  while (found.length > 0 && performance.now() < until) found = await look()
  return found
}

/** The view's elements that reach beyond the window's edge and lie in no element that scrolls, the innermost first. Runs in the page, by itself. */
function beyondWindow(selector: string): string[] {
  const isHeld = (element: Element) => {
    for (let around = element.parentElement; around && around !== document.body; around = around.parentElement)
      if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(around).overflowX)) return true
    return false
  }
  return [...document.querySelectorAll(`${selector} *, ${selector}`)]
    .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5 && !isHeld(element))
    .toReversed()
    .map((element) => `${element.localName}${[...element.classList].map((name) => `.${name}`).join('')}`)
}

type Texts = Readonly<Record<string, ReadonlyMap<string, string>>>

/** Of each language, the texts without placeholders that no other language has: their keys by the text. */
function tellingTexts(folder: string): Texts {
  const messages = readMessages(folder)
  const ofOthers = (language: string) =>
    new Set(
      Object.entries(messages)
        .filter(([other]) => other !== language)
        .flatMap(([, texts]) => Object.values(texts)),
    )
  return Object.fromEntries(
    Object.entries(messages).map(([language, texts]) => {
      const others = ofOthers(language)
      const telling = Object.entries(texts).filter(
        ([, text]) => !text.includes('{') && text.length >= TELLING_LETTERS && /\p{L}/u.test(text) && !others.has(text),
      )
      return [language, new Map(telling.map(([key, text]) => [text.trim(), key]))]
    }),
  )
}

/** Texts of another language that still stand, in as far as they are the module's own. */
async function staleTexts(visitor: Visitor, view: View, texts: Texts, language: Language): Promise<string[]> {
  const shown = await visitor.page.evaluate((selector) => {
    const said: string[] = []
    const read = (node: Node) => {
      if (node instanceof Text) said.push(node.data.trim())
      if (node instanceof Element) {
        if (node.hasAttribute('lang') || !node.checkVisibility()) return
        for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'label']) said.push(node.getAttribute(name)?.trim() ?? '')
      }
      node.childNodes.forEach(read)
    }
    document.querySelectorAll(selector).forEach(read)
    return said.filter((text) => text !== '')
  }, visitor.selector(view))
  const spoken = language in texts ? language : 'fi'
  return Object.entries(texts)
    .filter(([other]) => other !== spoken)
    .flatMap(([other, keys]) =>
      shown.flatMap((text) => {
        const key = keys.get(text)
        return key === undefined ? [] : [`"${text}" (${key} of ${other}.json) still stands once the language has changed`]
      }),
    )
}
