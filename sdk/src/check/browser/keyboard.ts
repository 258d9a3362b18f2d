import { stopNow } from '@digione/probes'
import type { Finding } from '../report.ts'
import type { Results } from '../results.ts'
import type { Visitor } from './visitor.ts'

/** Presses that lead nowhere, until that is a trap. */
const FRUITLESS = 3
const MAX_PRESSES = 300

interface Part {
  readonly selector: string
  readonly name: string
}

/**
 * Lists what in the view can be pressed or filled in, and what looks as if it could, and puts the beginning of the keyboard's way
 * just before the view. Runs in the page, by itself.
 */
function prepareWalk(selector: string): { parts: number; deaf: Part[] } {
  const modules = [...document.querySelectorAll<HTMLElement>(selector)]
  const inModule = (wanted: string) => modules.flatMap((module) => [...module.querySelectorAll<HTMLElement>(wanted)])
  const interactive =
    'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex], [contenteditable="true"], [role="button"], [role="link"]'
  const isShown = (element: HTMLElement) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.closest('[inert]')
  const parts = inModule(interactive).filter((element) => {
    if (!isShown(element) || element.matches(':disabled, [tabindex="-1"]:not([role="button"]):not([role="link"])')) return false
    if (
      element.matches('[tabindex="-1"]') &&
      element.closest('[role="menu"], [role="toolbar"], [role="tablist"], [role="listbox"], [role="grid"], [role="radiogroup"]')
    )
      return false
    if (element instanceof HTMLInputElement && element.type === 'radio') {
      const group = inModule(`input[type="radio"]`).filter(
        (one) => (one as HTMLInputElement).name === element.name && (one as HTMLInputElement).form === element.form,
      ) as HTMLInputElement[]
      return element === (group.find(({ checked }) => checked) ?? group[0])
    }
    return true
  })
  const describe = (element: Element) => {
    const own = `${element.localName}${element.id ? `#${element.id}` : ''}${[...element.classList].map((name) => `.${name}`).join('')}`
    return { selector: own, name: (element.textContent ?? '').replaceAll(/\s+/g, ' ').trim().slice(0, 60) }
  }
  const deaf = inModule('*').filter((element) => {
    if (getComputedStyle(element).cursor !== 'pointer' || !isShown(element) || element.shadowRoot) return false
    if (element.parentElement && getComputedStyle(element.parentElement).cursor === 'pointer') return false
    // What the shell puts around a module may take the focus by script.
    const around = element.closest(`${interactive}, label, option`)
    return !(around && modules.some((module) => module.contains(around))) && element.querySelector(`${interactive}, label`) === null
  })
  const start = document.createElement('span')
  start.tabIndex = -1
  modules[0]?.before(start)
  start.focus()
  start.remove()
  Object.defineProperty(window, Symbol.for('digione.walk'), {
    value: { parts, describe, modules, reached: new Set<Element>() },
    configurable: true,
    writable: true,
  })
  return { parts: parts.length, deaf: deaf.map(describe) }
}

/** Runs in the page, by itself. @returns Where the focus is, as far as the walk goes. */
function noteStop(): { isWithin: boolean; isPast: boolean; part: Part | null; index: number } {
  const { parts, describe, modules, reached } = Reflect.get(window, Symbol.for('digione.walk')) as {
    parts: Element[]
    describe: (element: Element) => Part
    modules: Element[]
    reached: Set<Element>
  }
  const focused = document.activeElement
  if (!focused || focused === document.body) return { isWithin: false, isPast: true, part: null, index: -1 }
  for (const element of parts) if (element === focused) reached.add(element)
  const all = [...document.querySelectorAll('*')]
  const last = modules.at(-1)
  const isWithin = modules.some((module) => module.contains(focused))
  // Between two cards there is something of the shell's.
  const isPast = !isWithin && (!last || (last.compareDocumentPosition(focused) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0)
  return { isWithin, isPast, part: describe(focused), index: all.indexOf(focused) }
}

function missed(): Part[] {
  const { parts, describe, reached } = Reflect.get(window, Symbol.for('digione.walk')) as {
    parts: Element[]
    describe: (element: Element) => Part
    reached: Set<Element>
  }
  return parts.filter((element) => element.isConnected && !reached.has(element)).map(describe)
}

const called = ({ name, selector }: Part) => (name ? `"${name}"` : `<${selector.split(/[.#]/)[0] ?? selector}>`)

/** Walks through each view by Tab, and backwards out of it again. */
export async function lookAtKeyboard(results: Results, visitor: Visitor): Promise<void> {
  if (!results.wants('keyboard')) return
  const { page } = visitor
  const found: Finding[] = []
  for (const view of visitor.views) {
    if (await visitor.open(view)) continue
    const at = (part: Part, text: string): Finding => ({ ...visitor.here, text, selector: part.selector })
    const { parts, deaf } = await page.evaluate(prepareWalk, visitor.selector(view))
    found.push(...deaf.map((part) => at(part, `${called(part)} looks as if it could be pressed, and the keyboard does not reach it`)))
    if (parts === 0) continue
    let isTrapped = false
    let last = -1
    let fruitless = 0
    for (let press = 0; press < MAX_PRESSES; press++) {
      await page.keyboard.press('Tab')
      const { isWithin, isPast, part, index } = await page.evaluate(noteStop)
      if (isPast) break
      fruitless = index === last ? fruitless + 1 : 0
      last = index
      if (!isWithin || !part) continue
      if (fruitless >= FRUITLESS) {
        found.push(at(part, `Tab does not lead on from ${called(part)}: the keyboard is caught`))
        isTrapped = true
        break
      }
      const stop = await page.evaluate(stopNow)
      if (stop && !stop.showsFocus) found.push(at(part, `nothing shows that ${called(part)} has the focus`))
    }
    if (!isTrapped) found.push(...(await page.evaluate(missed)).map((part) => at(part, `Tab does not reach ${called(part)}`)))
    await visitor.collect()
  }
  results.add('keyboard', found)
}
