import type { Me, MyContext, Notice, Question, Start, StartRelease, Text, Theme, ThemeChoice } from '@digione/contracts'
import { create } from 'zustand'
import { routeOf } from './route.ts'
import type { Route } from './route.ts'

/** A sentence of the shell's own: a key of its messages. A value that is a `Text` is put in the present language. */
export interface Say {
  readonly key: string
  readonly values?: Readonly<Record<string, string | number | Text>>
}

export interface ShownNotice {
  readonly id: string
  /** A module's own words, or a sentence of the shell. */
  readonly text: string | Say
  readonly tone: NonNullable<Notice['tone']>
  readonly action: Notice['action'] | null
  /** The module that says it; `null` is the shell. */
  readonly module: string | null
}

/** Why unsaved work is asked about. */
export type LeaveReason = 'navigate' | 'switch' | 'sign-out' | 'close' | 'update'

export type ShownQuestion =
  | { readonly kind: 'confirm'; readonly id: string; readonly question: Question; readonly module: string | null }
  /** "Save, discard, stay?" `failed`: the module could not save; the person decides anew. */
  | { readonly kind: 'unsaved'; readonly id: string; readonly module: string; readonly reason: LeaveReason; readonly saving: boolean; readonly failed: boolean }

/** The answer to a question: `true`/`false` to a confirm, a word to one about unsaved work. */
export type Answer = boolean | 'save' | 'discard' | 'stay'

/** One of a module's own pages in a dialog or a panel, opened by that module. */
export interface Overlay {
  readonly id: string
  readonly as: 'dialog' | 'panel'
  readonly module: string
  readonly contextId: string
  readonly path: string
  /** What the module called the page; its name until then. */
  readonly title: string
}

/**
 * An address that belongs to other contexts than the one the person works in. Nothing of it is mounted until one is chosen
 * with `switchContext(id, { go: path })`.
 */
export interface Offer {
  readonly path: string
  readonly contextIds: readonly string[]
}

/** What stands on the page area instead of a module, where the route names one. */
export type PageProblem =
  /** The module is not on for any context of the person in that municipality. */
  | { readonly kind: 'not-on'; readonly module: string; readonly municipality: string }
  /** It was switched off while it was open. */
  | { readonly kind: 'switched-off'; readonly module: string; readonly municipality: string }
  /** A context that this log-in does not open may have it. */
  | { readonly kind: 'locked'; readonly provider: string; readonly providerName: Text }

export interface ShellState {
  readonly phase: 'starting' | 'signed-out' | 'signed-in' | 'unreachable'
  /** Whether the log-in has ended for idleness. */
  readonly hasExpired: boolean
  readonly me: Me | null
  /** Where the platform does not answer: when it said what `me` holds, in ms since the epoch. */
  readonly asOf: number | null
  readonly start: Start
  readonly contextId: string | null
  readonly locale: string
  readonly themeChoice: ThemeChoice
  /** What is in force, after the system's preference. */
  readonly scheme: Theme['scheme']
  /** The colour of the municipality worked in, `#rrggbb`. */
  readonly brand: string
  readonly route: Route
  /** The context that the route's module page is mounted with; `null` while unknown, offered or not on. */
  readonly pageContextId: string | null
  readonly offer: Offer | null
  readonly pageProblem: PageProblem | null
  readonly notices: readonly ShownNotice[]
  readonly question: ShownQuestion | null
  readonly overlays: readonly Overlay[]
  /** How live messages arrive; the person is told of `down` alone. */
  readonly stream: 'open' | 'polling' | 'down'
  /** Seconds until the log-in ends for idleness; `null` where that is far. */
  readonly expiringInS: number | null
  /** What a screen reader is told politely. `count` differs each time, so that the same text is said again. */
  readonly announcement: { readonly text: string; readonly count: number }
  /** What the page in view calls itself, for the top bar and the browser's title. */
  readonly pageTitle: string
  /** Whether the developer's tools are asked for in this tab. */
  readonly isDeveloping: boolean
}

/** Brand of the shell where no municipality is known. */
export const OWN_BRAND = '#0b57a4'

/** What the shell knows before its document's start was read; tests start from it. */
export function emptyState(): ShellState {
  const hint: Start['hint'] = { at: [], locale: 'fi', theme: 'system' }
  return {
    phase: 'starting',
    hasExpired: false,
    me: null,
    asOf: null,
    contextId: null,
    start: { hint, releases: {}, tenants: {}, vault: '', modules: '', build: 'none', keys: [] },
    locale: hint.locale,
    themeChoice: hint.theme,
    scheme: 'light',
    brand: OWN_BRAND,
    route: typeof location === 'undefined' ? { kind: 'desktop' } : routeOf(location),
    pageContextId: null,
    offer: null,
    pageProblem: null,
    notices: [],
    question: null,
    overlays: [],
    stream: 'open',
    expiringInS: null,
    announcement: { text: '', count: 0 },
    pageTitle: '',
    isDeveloping: false,
  }
}

/** All that the shell shows. Components read it; only `state/` and its neighbours in the shell's core write it. */
export const useShell = create<ShellState>(emptyState)

/** The context with that id, where the person has it. */
export const contextOf = (state: Pick<ShellState, 'me'>, id: string | null): MyContext | null => state.me?.contexts.find((context) => context.id === id) ?? null

/** What people are told of a module that was stopped at once; `null` where it was not. What an older platform said knows of no stops. */
export const whyStopped = (me: Pick<Partial<Me>, 'stopped'> | null, module: string, municipality: string): Text | null =>
  me?.stopped?.find((stop) => stop.module === module && stop.municipality === municipality)?.reason ?? null

/** The context that the person works in. */
export const currentContext = (state: Pick<ShellState, 'me' | 'contextId'>) => contextOf(state, state.contextId)

/** A release by its id: from the answer about the person, else from the document. */
export const releaseOf = (state: Pick<ShellState, 'me' | 'start'>, id: string): StartRelease | null =>
  state.me?.releases[id] ?? state.start.releases[id] ?? null
