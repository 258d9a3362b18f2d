import { DigiOneError, hrefOf, isBelow, locationOf, settingsOf, textOf } from '@digione/contracts'
import type { Context, Guard, HeardEvent, Messages, Notice, Question, Settings, Theme, User, Host as WireHost } from '@digione/contracts'
import type { Host } from '../host.ts'
import { apiAccess } from './apis.ts'
import type { ApiHandler } from './apis.ts'
import { mountedManifest, TEACHER, TEACHING } from './defaults.ts'
import { liveValue } from './live-value.ts'

export type { ApiHandler } from './apis.ts'

export interface TestHostOptions {
  /** The module's digione.json. @default a module "test" that declares nothing */
  readonly manifest?: unknown
  readonly messages?: Messages
  /** @default a teacher at a school in Espoo */
  readonly context?: Partial<Context>
  readonly user?: Partial<User>
  /** @default "fi" */
  readonly locale?: string
  readonly theme?: Partial<Theme>
  /** What the municipality configured, over the manifest's defaults. */
  readonly settings?: Settings
  /** Where the person is below the module's base. @default "/" */
  readonly path?: string
  /** Who answers `host.fetch`, by the API's logical name. */
  readonly apis?: Readonly<Record<string, ApiHandler>>
  /** Where drafts are kept. Give two hosts the same map, and they are on one device. @default a fresh one */
  readonly drafts?: Map<string, string>
  /** @default everything that a page may have */
  readonly supports?: readonly string[]
}

/** A complete host in memory, and what a test drives it with and sees of it. */
export interface TestHost {
  /** Fits a component that uses the module's own types, and `App.mount`, which takes any module's. */
  readonly host: Host & WireHost
  /** What the module did, in order. */
  readonly notices: readonly Notice[]
  readonly questions: readonly Question[]
  readonly titles: readonly string[]
  readonly reports: readonly unknown[]
  readonly emitted: readonly { readonly name: string; readonly payload: Readonly<Record<string, unknown>> }[]
  /** Addresses of the platform that the module went to. */
  readonly navigations: readonly { readonly address: string; readonly replace: boolean; readonly state: unknown }[]
  readonly opened: readonly { readonly path: string; readonly as: 'dialog' | 'panel'; close(result?: unknown): void }[]
  /** What the module closed its own dialog or panel with. */
  readonly closed: readonly unknown[]
  readonly guards: ReadonlySet<Guard>

  setLocale(locale: string): void
  setTheme(theme: Theme): void
  setSettings(settings: Settings): void
  /** The person goes to an address below the module's base. */
  navigate(path: string): void
  /** An event or intent arrives. @returns how many heard it */
  hear(event: Pick<HeardEvent, 'name' | 'data'> & Partial<HeardEvent>): number
  /** Answers the oldest open question; with none open, the next one. */
  answer(yes: boolean): void
  /** The person leaves and decides about unsaved work. @returns whether the module may be taken away */
  leave(decision: 'save' | 'discard' | 'stay'): Promise<boolean>
  unmount(): void
}

const FEATURES = ['fetch.stream', 'fileUrl', 'dialog', 'panel', 'guard', 'drafts', 'intents', 'events']

export function testHost(options: TestHostOptions = {}): TestHost {
  const manifest = mountedManifest(options.manifest)
  const user: User = Object.freeze({ ...TEACHER, ...options.user })
  const context: Context = Object.freeze({ ...TEACHING, ...options.context })
  const base = `/${context.municipality}/${manifest.id}`
  const leaving = new AbortController()
  const { signal } = leaving

  const locale = liveValue(options.locale ?? 'fi')
  const theme = liveValue<Theme>({ scheme: 'light', brand: '#0050a0', ...options.theme })
  const location = liveValue(locationOf(manifest.paths, options.path ?? '/'))
  const settings = liveValue(settingsOf(manifest, options.settings ?? {}))
  const stored = options.drafts ?? new Map<string, string>()
  const draftKey = (key: string) => JSON.stringify([manifest.id, user.id, context.id, key])

  const notices: Notice[] = []
  const questions: Question[] = []
  const titles: string[] = []
  const reports: unknown[] = []
  const emitted: { name: string; payload: Readonly<Record<string, unknown>> }[] = []
  const navigations: { address: string; replace: boolean; state: unknown }[] = []
  const opened: { path: string; as: 'dialog' | 'panel'; close(result?: unknown): void }[] = []
  const closed: unknown[] = []
  const guards = new Set<Guard>()
  const hearers = new Set<{ name: string; run: (event: HeardEvent) => void }>()
  const openQuestions: ((yes: boolean) => void)[] = []
  const answersAhead: boolean[] = []

  const below = (path: string) => (isBelow(base, path) ? path.slice(base.length) || '/' : path)
  const steps = ownSteps(options.path ?? '/', (path) => location.set(locationOf(manifest.paths, path)))
  const isOwn = (path: string) => isBelow(base, path) || path in manifest.paths || locationOf(manifest.paths, path).pattern !== null
  const api = apiAccess(manifest, options.apis ?? {}, signal)

  const host: WireHost = Object.freeze({
    app: Object.freeze({ id: manifest.id, version: manifest.version, base }),
    user,
    context,
    locale,
    theme,
    location,
    settings,
    signal,
    fetch: api.fetch,
    fileUrl: api.fileUrl,
    href: (path: string, params?: Readonly<Record<string, string>>) => hrefOf(base, path, params),
    go(to: string | number, { replace = false, state }: { replace?: boolean; state?: unknown } = {}) {
      if (signal.aborted) return
      if (typeof to === 'number') return steps.step(to)
      navigations.push({ address: isBelow(base, to) ? to : hrefOf(base, to), replace, state })
      if (isOwn(to)) steps.go(below(to), replace)
    },
    async open(path: string, { as }: { as: 'dialog' | 'panel' }) {
      signal.throwIfAborted()
      return new Promise<unknown>((close) => void opened.push({ path: below(path), as, close }))
    },
    close: (result?: unknown) => void closed.push(result),
    title: (text: string) => void (signal.aborted || titles.push(text)),
    t: (key: string, values?: Readonly<Record<string, string | number>>) => textOf(options.messages ?? {}, locale.value, key, values),
    notify: (notice: Notice) => void (signal.aborted || notices.push(notice)),
    async confirm(question: Question) {
      if (signal.aborted) return false
      questions.push(question)
      const ahead = answersAhead.shift()
      return ahead ?? new Promise<boolean>((resolve) => void openQuestions.push(resolve))
    },
    report: (what: unknown) => void reports.push(what),
    supports: (feature: string) => (options.supports ?? FEATURES).includes(feature),
    guard(guard: Guard) {
      if (!signal.aborted) guards.add(guard)
      return () => void guards.delete(guard)
    },
    drafts: Object.freeze({
      async get(key: string) {
        const kept = stored.get(draftKey(key))
        return kept === undefined ? undefined : (JSON.parse(kept) as unknown)
      },
      set: async (key: string, value: unknown) => void stored.set(draftKey(key), JSON.stringify(value)),
      delete: async (key: string) => void stored.delete(draftKey(key)),
    }),
    emit(name: string, payload: Readonly<Record<string, unknown>>) {
      if (!Object.hasOwn(manifest.intents, name)) throw new DigiOneError('INTENT_NOT_DECLARED', manifest.id, name)
      const data = JSON.parse(JSON.stringify(payload)) as Record<string, unknown>
      emitted.push({ name, payload: data })
      hear({ name, data })
    },
    on(name: string, run: (event: HeardEvent) => void) {
      if (!manifest.hears.includes(name)) throw new DigiOneError('INTENT_NOT_DECLARED', manifest.id, name)
      const hearer = { name, run }
      if (!signal.aborted) hearers.add(hearer)
      return () => void hearers.delete(hearer)
    },
  })

  function hear(event: Pick<HeardEvent, 'name' | 'data'> & Partial<HeardEvent>): number {
    const reached = [...hearers].filter((hearer) => hearer.name === event.name)
    const whole = { id: crypto.randomUUID(), time: new Date().toISOString(), ...event }
    for (const { run } of reached) {
      try {
        run(Object.freeze({ ...whole, data: structuredClone(event.data) }))
      } catch (error) {
        reports.push(error)
      }
    }
    return reached.length
  }

  return {
    host,
    notices,
    questions,
    titles,
    reports,
    emitted,
    navigations,
    opened,
    closed,
    guards,
    setLocale: locale.set,
    setTheme: theme.set,
    setSettings: (configured) => settings.set(settingsOf(manifest, configured)),
    navigate: (path) => steps.go(below(path), false),
    hear,
    answer(yes) {
      const question = openQuestions.shift()
      if (question) question(yes)
      else answersAhead.push(yes)
    },
    async leave(decision) {
      const dirty = [...guards].filter((guard) => guard.isDirty?.() ?? true)
      if (dirty.length > 0 && decision === 'stay') return false
      if (decision === 'save') await Promise.all(dirty.map(async (guard) => guard.save()))
      return true
    },
    unmount() {
      leaving.abort()
      guards.clear()
      hearers.clear()
      for (const question of openQuestions.splice(0)) question(false)
    },
  }
}

/** The steps of one module, as a browser keeps them. */
function ownSteps(first: string, show: (path: string) => void) {
  const steps = [first]
  let at = 0
  return {
    go(path: string, isReplacing: boolean) {
      if (isReplacing) steps[at] = path
      else steps.splice(++at, steps.length, path)
      show(path)
    },
    step(by: number) {
      const path = by === 0 ? undefined : steps[at + by]
      if (path === undefined) return
      at += by
      show(path)
    },
  }
}
