import { DigiOneError, hrefOf, isBelow, locationOf, textOf } from '@digione/contracts'
import type { AppLocation, Context, Guard, Host, Messages, MyContext, Notice, MountedManifest, Question, Settings, Theme, User } from '@digione/contracts'
import type { StoreApi } from 'zustand'
import type { Channel } from '../session/vault.ts'
import { apiAccess } from './api.ts'
import { budget } from './budget.ts'
import { intentAccess } from './intents.ts'
import type { Intents } from './intents.ts'
import { liveFrom } from './live-value.ts'

/** What every mount sees alike. */
export interface Seen {
  readonly locale: string
  readonly scheme: Theme['scheme']
  readonly brand: string
}

/** What the place that a module stands in does for it. */
export interface Place {
  /** The address below the module's base; a card's is `/` for good. */
  readonly below: Pick<StoreApi<string>, 'getState' | 'subscribe'>
  /** Goes to an address of the platform. */
  go(address: string, options: { replace?: boolean; state?: unknown }): void
  /** Steps back or forth within the module's own steps. */
  step(by: number): void
  /** Shows one of the module's own paths in a dialog or panel; resolves with what it was closed with. */
  open(below: string, as: 'dialog' | 'panel'): Promise<unknown>
  close(result: unknown): void
  title(text: string): void
}

/** What the shell does for every mount, wherever it stands. */
export interface Services {
  readonly ambience: Pick<StoreApi<Seen>, 'getState' | 'subscribe'>
  readonly settings: Pick<StoreApi<Settings>, 'getState' | 'subscribe'>
  notify(notice: Notice): void
  confirm(question: Question): Promise<boolean>
  report(what: unknown): void
  guard(guard: Guard & { fresh?(): Promise<void> }): () => void
  readonly intents?: Intents
}

export interface Setup {
  readonly manifest: MountedManifest
  readonly base: string
  readonly messages: Messages
  readonly user: User
  readonly context: Context
  readonly signal: AbortSignal
  readonly channel: Channel
  readonly place: Place
  readonly services: Services
}

/** What `host.supports` answers yes to. */
const FEATURES = new Set(['fetch.stream', 'fileUrl', 'dialog', 'panel', 'guard', 'drafts', 'intents', 'events'])
/** Steps of history that one mount may take: far above any person's pace, far below what would make an address unusable. */
const STEPS_BURST = 30
const STEPS_PER_S = 5

/** A person and a context as one module knows them. @throws {DigiOneError} MODULE_NOT_ON where the context does not have the module. */
export function asModuleSees(
  module: string,
  { modules, ...context }: MyContext,
  person: { name: string; givenName: string },
): { user: User; context: Context } {
  const ids = modules.find((on) => on.module === module)?.ids
  if (!ids) throw new DigiOneError('MODULE_NOT_ON', module)
  return {
    user: Object.freeze({ id: ids.user, name: person.name, givenName: person.givenName }),
    context: Object.freeze({ ...context, learner: context.learner && ids.learner ? Object.freeze({ ...context.learner, id: ids.learner }) : null }),
  }
}

/** The host of one mount: of tier `page` in the shell, of tier `frame` on both sides of its port. Every member works by itself, taken out of the object. */
export function createPageHost({ manifest, base, messages, user, context, signal, channel, place, services }: Setup): Host {
  const { ambience } = services
  const api = apiAccess(manifest, channel, signal)
  const intents = intentAccess(manifest, context.id, signal, services.report, services.intents)
  const steps = budget(STEPS_BURST, STEPS_PER_S)
  const below = liveFrom(place.below, (path) => path, signal)
  const locations = new Map<string, AppLocation>()
  // One object for one address: a reader that compares by identity sees no change where there is none.
  const located = (path: string) => {
    const known = locations.get(path) ?? locationOf(manifest.paths, path)
    locations.clear()
    locations.set(path, known)
    return known
  }
  let themed: Theme = Object.freeze({ scheme: 'light', brand: '' })
  const theme = ({ scheme, brand }: Seen) => {
    if (themed.scheme !== scheme || themed.brand !== brand) themed = Object.freeze({ scheme, brand })
    return themed
  }
  const address = (path: string) => (isBelow(base, path) ? path : hrefOf(base, path))

  return Object.freeze({
    app: Object.freeze({ id: manifest.id, version: manifest.version, base }),
    user,
    context,
    locale: liveFrom(ambience, ({ locale }) => locale, signal),
    theme: liveFrom(ambience, theme, signal),
    location: {
      get value() {
        return located(below.value)
      },
      subscribe: (run: (value: AppLocation) => void) => below.subscribe((path) => run(located(path))),
    },
    settings: liveFrom(services.settings, (settings) => settings, signal),
    signal,
    fetch: (input: string | URL, init?: RequestInit) => api.fetch(input, init),
    fileUrl: (path: string) => api.fileUrl(path),
    href: (path: string, params?: Readonly<Record<string, string>>) => hrefOf(base, path, params),
    go(to: string | number, options: { replace?: boolean; state?: unknown } = {}) {
      if (signal.aborted) return
      if (!steps.take()) return services.report(new Error(`${manifest.id} changes the address too often.`))
      if (typeof to === 'number') place.step(Math.trunc(to))
      else place.go(address(to), options)
    },
    async open(path: string, { as }: { as: 'dialog' | 'panel' }) {
      signal.throwIfAborted()
      return place.open(isBelow(base, path) ? path.slice(base.length) || '/' : path, as)
    },
    close: (result?: unknown) => place.close(result),
    title(text: string) {
      if (!signal.aborted) place.title(text)
    },
    t: (key: string, values?: Readonly<Record<string, string | number>>) => textOf(messages, ambience.getState().locale, key, values),
    notify(notice: Notice) {
      if (!signal.aborted) services.notify(notice)
    },
    confirm: async (question: Question) => !signal.aborted && services.confirm(question),
    report: (what: unknown) => services.report(what),
    supports: (feature: string) => FEATURES.has(feature),
    guard: (guard) => services.guard(guard),
    drafts: Object.freeze({
      async get(key: string) {
        const kept = await channel.draft.get(key)
        return kept === null ? undefined : (JSON.parse(kept) as unknown)
      },
      set: async (key: string, value: unknown) => channel.draft.set(key, JSON.stringify(value)),
      delete: async (key: string) => channel.draft.delete(key),
    }),
    ...intents,
  } satisfies Host)
}
