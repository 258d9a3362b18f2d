import type { Browser, BrowserContext, Page } from 'playwright-core'
import { DEVICE } from '@digione/probes'
import type { Theme } from '@digione/probes'
import type { MountedManifest, SandboxPerson } from '@digione/contracts'
import type { GateId } from '../gates.ts'
import type { Finding } from '../report.ts'
import type { Results } from '../results.ts'
import { readWatch, watchModule } from './page-watch.ts'
import type { Stand } from './stand.ts'

export const LANGUAGES = ['fi', 'sv', 'en'] as const
export type Language = (typeof LANGUAGES)[number]
/** As the shell's search knows them. */
const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { fi: 'Suomi', sv: 'Svenska', en: 'English' }
/** A desktop, and the narrowest screen that has to do. */
export const WIDTHS = [1280, 320] as const
export type Width = (typeof WIDTHS)[number]
const HEIGHTS: Readonly<Record<Width, number>> = { 1280: 800, 320: 640 }

const READY_WITHIN_MS = 15_000
/** Of an error, at most. */
const MAX_LETTERS = 300
/** Nothing has changed in a view for so long: it has come to rest. */
const QUIET_MS = 120
const QUIET_WITHIN_MS = 4000
/** A shell's page without any module. */
export const ELSEWHERE = '/more'

/** A page by its address, or a card on the desktop. */
export interface View {
  /** The manifest's path, or the slot. */
  readonly name: string
  readonly slot: string
  /** On the shell's origin. */
  readonly address: string
}

export const CARD: View = { name: 'desktop.card.v1', slot: 'desktop.card.v1', address: '/' }

/** What the shell says of a mount that it gave up. */
const FAILED = '[data-state="failed"]'

/** Somebody of the demo's people who uses the module, in a browser of their own. */
export class Visitor {
  readonly page: Page
  readonly role: string
  /** `/espoo/homework` */
  base = ''
  views: View[] = []
  /** Which gate hears now of errors that nobody has heard before. */
  errorsAre: GateId = 'errors'
  #heldBack: Finding[] | null = null
  readonly #known = new Set<string>()
  readonly #context: BrowserContext
  readonly #module: string
  readonly #results: Results
  #here: Partial<Finding> = {}
  #language: Language = 'fi'

  private constructor(context: BrowserContext, page: Page, module: string, role: string, results: Results) {
    this.#context = context
    this.page = page
    this.#module = module
    this.role = role
    this.#results = results
  }

  static async open(browser: Browser, { id }: MountedManifest, role: string, results: Results): Promise<Visitor> {
    const context = await browser.newContext({
      viewport: { width: WIDTHS[0], height: HEIGHTS[WIDTHS[0]] },
      locale: 'fi-FI',
      timezoneId: 'Europe/Helsinki',
      reducedMotion: 'reduce',
    })
    await context.addInitScript(watchModule, id)
    const page = await context.newPage()
    const visitor = new Visitor(context, page, id, role, results)
    page.on('console', (message) => {
      if (message.type() === 'error') visitor.#heard(message.text())
    })
    page.on('pageerror', (error) => visitor.#heard(`not caught: ${error.name}: ${error.message}`))
    return visitor
  }

  /** Errors are not heard until the first view is opened: what stands before is the shell's. */
  #isListening = false
  listen(): void {
    this.#isListening = true
  }

  #heard(text: string): void {
    // What a policy refused is told by its own gate, and not twice.
    if (!this.#isListening || /content security policy|trusted ?type|TrustedHTML|TrustedScript/i.test(text)) return
    const finding = { ...this.#here, text: text.split('\n')[0]?.slice(0, MAX_LETTERS) ?? '' }
    if (this.#heldBack) this.#heldBack.push(finding)
    else this.#tellError(finding)
  }

  #tellError(finding: Finding): void {
    // What goes wrong in plain use is told there, and not again where it is used in other ways.
    const gate = this.#known.has(finding.text) ? 'errors' : this.errorsAre
    if (gate === 'errors') this.#known.add(finding.text)
    this.tell(gate, finding)
  }

  tell(gate: GateId, finding: Finding): void {
    if (this.#results.wants(gate)) this.#results.add(gate, [finding])
  }

  /** Opens a view for the first time. @returns What is wrong where it does not come up: the errors of its way, too. */
  async tryOut(view: View): Promise<Finding[]> {
    const heard: Finding[] = []
    this.#heldBack = heard
    const problem = await this.open(view)
    this.#heldBack = null
    if (problem) return [{ ...this.#here, text: problem }, ...heard]
    for (const finding of heard) this.#tellError(finding)
    return []
  }

  /** The module as it stands in a view. */
  selector({ slot }: Pick<View, 'slot'>): string {
    return `[data-module="${this.#module}"][data-slot="${slot}"]`
  }

  /** Where the visitor is, for findings. */
  get here(): Partial<Finding> {
    return this.#here
  }

  get language(): Language {
    return this.#language
  }

  async logIn({ session, origin }: Stand, { provider, login }: SandboxPerson, to: string): Promise<void> {
    const address = new URL('/login', session)
    for (const [name, value] of Object.entries({ provider, return: to, locale: 'fi' })) address.searchParams.set(name, value)
    await this.page.goto(address.href)
    await this.page.locator(`[data-login="${login}"]`).click()
    await this.page.waitForURL((url) => url.origin === origin)
    await this.page.locator('.person-button').first().waitFor({ state: 'attached' })
  }

  /** Follows a link within the shell, as a person does. */
  async follow(address: string): Promise<void> {
    await this.page.evaluate((href) => {
      const link = document.createElement('a')
      link.href = href
      document.body.append(link)
      link.click()
      link.remove()
    }, address)
  }

  /** Goes to a page of the shell's without the module. */
  async leave(): Promise<void> {
    this.#here = { role: this.role }
    await this.follow(ELSEWHERE)
    await this.page.waitForFunction((module) => !document.querySelector(`[data-module="${module}"][data-state]`), this.#module, { timeout: READY_WITHIN_MS })
  }

  /** Opens a view, mounted anew where it stood already. @returns Why it did not come up; `null` where it did. */
  async open(view: View): Promise<string | null> {
    await this.leave()
    this.#here = { role: this.role, view: view.name, language: this.#language }
    await this.follow(view.address)
    const all = this.page.locator(this.selector(view))
    try {
      await this.page.waitForFunction(
        (selector) => {
          const found = [...document.querySelectorAll(selector)]
          return found.length > 0 && found.every((one) => ['ready', 'failed'].includes(one.getAttribute('data-state') ?? ''))
        },
        this.selector(view),
        { timeout: READY_WITHIN_MS },
      )
    } catch {
      return (await all.count()) === 0 ? 'the shell shows no such place' : 'it is not ready after 15 s'
    }
    if ((await this.page.locator(this.selector(view) + FAILED).count()) > 0) return 'it fails, and the shell shows its failure card'
    await this.settle()
    return null
  }

  /** Waits until the view has come to rest: no skeleton, nothing busy, and no change for a moment. */
  async settle(): Promise<void> {
    await this.page.evaluate(
      async ({ quietMs, withinMs, module }) => {
        const until = performance.now() + withinMs
        let last = performance.now()
        const watch = new MutationObserver(() => (last = performance.now()))
        watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
        const isBusy = () =>
          [...document.querySelectorAll(`[data-module="${module}"] :is(.d1-skeleton, [aria-busy="true"], d1-spinner)`)].some((one) => one.checkVisibility())
        while (performance.now() < until && (isBusy() || performance.now() - last < quietMs)) await new Promise((resolve) => setTimeout(resolve, 20))
        watch.disconnect()
      },
      { quietMs: QUIET_MS, withinMs: QUIET_WITHIN_MS, module: this.#module },
    )
  }

  /** Has the shell speak another language, by its own search. */
  async speak(language: Language): Promise<void> {
    if (language === this.#language) return
    await this.page.locator('.search-button').first().click()
    const search = this.page.locator('dialog[open] [role="combobox"]')
    await search.fill(LANGUAGE_NAMES[language])
    await search.press('Enter')
    await this.page.locator(`html[lang="${language}"]`).waitFor({ state: 'attached' })
    await search.waitFor({ state: 'detached' })
    this.#language = language
    this.#here = { ...this.#here, language }
  }

  async wear(theme: Theme): Promise<void> {
    await this.page.emulateMedia({ ...DEVICE[theme], reducedMotion: 'reduce' })
    await this.page.evaluate(async () => {
      // The page hears of the device's change in one frame, and is drawn in the next.
      for (const _ of [1, 2]) await new Promise((resolve) => requestAnimationFrame(resolve))
      await Promise.allSettled(document.getAnimations().map(({ finished }) => finished))
    })
    this.#here = { ...this.#here, theme }
  }

  async widen(width: Width): Promise<void> {
    await this.page.setViewportSize({ width, height: HEIGHTS[width] })
    this.#here = { ...this.#here, width }
  }

  /** As it was before looks were taken. */
  async rest(): Promise<void> {
    await this.widen(WIDTHS[0])
    await this.wear('light')
    await this.speak('fi')
    this.#here = { role: this.role, language: 'fi' }
  }

  /** Takes over what the watch in the page has noted. */
  async collect(): Promise<void> {
    const { violations, pastHost } = await this.page.evaluate(readWatch)
    if (!this.#isListening) return
    const isReported = new Set<string>()
    if (this.#results.wants('policies'))
      this.#results.add(
        'policies',
        violations.map(({ directive, blocked, sample, file, line }) => ({
          ...this.#here,
          text: `${directive} refuses ${blocked || 'it'}${sample ? `: ${sample}` : ''}`,
          ...(file ? { file: fileOf(file) } : {}),
          ...(line > 0 ? { line } : {}),
        })),
      )
    if (this.#results.wants('host'))
      this.#results.add(
        'host',
        pastHost.flatMap(({ what, file }) => {
          if (isReported.has(what)) return []
          isReported.add(what)
          const [name = file, line] = file.split(':')
          return [{ ...this.#here, text: what, file: `dist/assets/${name}`, ...(line ? { line: Number(line) } : {}) }]
        }),
      )
  }

  close(): Promise<void> {
    return this.#context.close()
  }
}

/** A file of a release, in the module's own `dist/`. */
const fileOf = (address: string) => address.replace(/^.*\/releases\/[^/]+\/[^/]+\//, 'dist/')
