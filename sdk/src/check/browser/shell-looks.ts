import { setTimeout } from 'node:timers/promises'
import type { SandboxPerson } from '@digione/contracts'
import type { Finding } from '../report.ts'
import type { Results } from '../results.ts'
import { readFunctions } from './page-watch.ts'
import type { Stand } from './stand.ts'
import { ELSEWHERE } from './visitor.ts'
import type { View, Visitor } from './visitor.ts'

/** By then the shell has taken away what it holds of a module that is gone. */
const GONE_WITHIN_MS = 5000

/** How the shell is without the module. */
export interface Baseline {
  readonly looks: Looks
  readonly globals: readonly string[]
  /** The text of each function that the page has, by its name. */
  readonly functions: Readonly<Record<string, string>>
}

interface Looks {
  /** Computed style of each probe, by its name and property. */
  readonly probes: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Attributes of the document's outermost elements that hold styles. */
  readonly attributes: Readonly<Record<string, string>>
  readonly sheets: number
}

/** Elements as the shell and other modules have them, laid where nobody sees them; and the document's outermost two. Runs in the page, by itself. */
function readLooks(module: string): Looks {
  const place = document.createElement('div')
  Object.assign(place.style, { position: 'fixed', left: '-2000px', top: '0', width: '600px', visibility: 'hidden' })
  place.inert = true
  const probes: Record<string, Record<string, string>> = {}
  const made: [string, HTMLElement][] = []
  for (const name of ['h1', 'h2', 'p', 'a', 'button', 'input', 'label', 'ul', 'li', 'table', 'td', 'section', 'span', 'dialog']) {
    const element = document.createElement(name)
    if (element instanceof HTMLAnchorElement) element.href = '/'
    made.push([name, element])
  }
  for (const name of ['d1-button', 'd1-card', 'd1-muted', 'd1-notice']) {
    const element = document.createElement('div')
    element.className = name
    made.push([`.${name}`, element])
  }
  place.append(...made.map(([, element]) => element))
  document.body.append(place)
  for (const [name, element] of made) {
    const style = getComputedStyle(element)
    probes[name] = Object.fromEntries([...style].map((property) => [property, style.getPropertyValue(property)]))
  }
  place.remove()
  const outermost = [
    'background-color',
    'color',
    'font-family',
    'font-size',
    'line-height',
    'margin-top',
    'overflow-x',
    'cursor',
    'filter',
    'letter-spacing',
    'opacity',
  ]
  for (const element of [document.documentElement, document.body]) {
    const style = getComputedStyle(element)
    probes[element.localName] = Object.fromEntries(outermost.map((property) => [property, style.getPropertyValue(property)]))
  }
  const attributes = Object.fromEntries(
    [document.documentElement, document.body].flatMap((element) =>
      ['class', 'style'].map((name) => [`${name} of <${element.localName}>`, element.getAttribute(name) ?? '']),
    ),
  )
  const sheets =
    document.adoptedStyleSheets.length +
    document.querySelectorAll('style').length +
    [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')].filter(({ href }) => href.includes(`/releases/${module}/`)).length
  return { probes, attributes, sheets }
}

/** Logs in with the module's files withheld, and takes down how the shell is without it; then lets the module come. */
export async function baseline(visitor: Visitor, stand: Stand, person: SandboxPerson, module: string): Promise<Baseline> {
  const { page } = visitor
  const files = `**/releases/${module}/**`
  await page.route(files, (route) => route.abort())
  await visitor.logIn(stand, person, ELSEWHERE)
  await visitor.settle()
  const looks = await page.evaluate(readLooks, module)
  const globals = await page.evaluate(() => Object.getOwnPropertyNames(globalThis))
  const functions = await page.evaluate(readFunctions)
  await page.unroute(files)
  await page.goto(new URL(ELSEWHERE, stand.origin).href)
  await page.locator('.person-button').first().waitFor({ state: 'attached' })
  return { looks, globals, functions }
}

function differences({ looks: before }: Baseline, now: Looks, when: string): string[] {
  const attributes = Object.entries(now.attributes).flatMap(([name, value]) =>
    before.attributes[name] === value ? [] : [`${when}, the ${name} is "${value}" in the place of "${before.attributes[name] ?? ''}"`],
  )
  const changed = Object.entries(now.probes).flatMap(([probe, style]) => {
    const [found] = Object.entries(style).filter(([property, value]) => before.probes[probe]?.[property] !== value)
    return found ? [{ probe, property: found[0], value: found[1] }] : []
  })
  const [first] = changed
  if (!first) return attributes
  const others =
    changed.length > 1
      ? `, and ${changed
          .slice(1)
          .map(({ probe }) => nameOf(probe))
          .join(', ')} look different too`
      : ''
  const was = before.probes[first.probe]?.[first.property] ?? ''
  return [...attributes, `${when}, ${nameOf(first.probe)} outside of it has ${first.property} ${first.value} in the place of ${was}${others}`]
}

const nameOf = (probe: string) => (probe.startsWith('.') ? `class="${probe.slice(1)}"` : `<${probe}>`)

/** Looks at the shell while each view stands, and once it is gone. */
export async function lookAtShell(results: Results, visitor: Visitor, before: Baseline): Promise<void> {
  if (!results.wants('css')) return
  const found: Finding[] = []
  const look = () => visitor.page.evaluate(readLooks, moduleOf(visitor))
  /** The shell takes a module's stylesheets away once there is time for it. */
  const lookOnceGone = async () => {
    const until = Date.now() + GONE_WITHIN_MS
    let looks = await look()
    for (; looks.sheets > before.looks.sheets && Date.now() < until; looks = await look()) await setTimeout(100)
    return looks
  }
  for (const view of onePerSlot(visitor.views)) {
    await visitor.open(view)
    const here = visitor.here
    found.push(...differences(before, await look(), 'while it stands').map((text) => ({ ...here, text })))
    await visitor.leave()
    const after = await lookOnceGone()
    if (found.length === 0) found.push(...differences(before, after, 'once it is gone').map((text) => ({ ...here, text })))
    const left = after.sheets - before.looks.sheets
    if (left > 0) found.push({ ...here, text: `${left} stylesheet${left === 1 ? '' : 's'} of it stay${left === 1 ? 's' : ''} in the document once it is gone` })
  }
  results.add('css', found)
}

const moduleOf = ({ base }: Visitor) => base.split('/')[2] ?? ''

/** Its first page and its card. */
export const onePerSlot = (views: readonly View[]): View[] => [...new Map(views.toReversed().map((view) => [view.slot, view])).values()].toReversed()
