import type { Context } from './context.ts'
import type { Slot } from './manifest.ts'

/** A value that changes while a module is mounted. Also a valid Svelte store. */
export interface Live<T> {
  readonly value: T
  /** Calls `run` at once with the present value and then on every change, until the returned function is called. */
  subscribe(run: (value: T) => void): () => void
}

export interface User {
  /** Pairwise: the same person has another identifier at another vendor. */
  readonly id: string
  readonly name: string
  readonly givenName: string
}

export interface Theme {
  /** What is in force, after the system's preference. */
  readonly scheme: 'light' | 'dark' | 'contrast'
  /** The municipality's colour, `#rrggbb`. */
  readonly brand: string
}

/** Where the person is, below the module's base. */
export interface AppLocation {
  /** `/groups/7b` */
  readonly path: string
  /** The manifest's path that matched, such as `/groups/:group`; `null` where none did. */
  readonly pattern: string | null
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly hash: string
}

export type Settings = Readonly<Record<string, unknown>>

export interface Notice {
  readonly text: string
  /** @default "info" */
  readonly tone?: 'info' | 'success' | 'warning' | 'danger'
  /** One thing that the person may do about it, such as undo. */
  readonly action?: { readonly label: string; run(): void }
}

export interface Question {
  readonly title: string
  readonly text?: string
  /** A verb: "Remove the mark". */
  readonly confirm: string
  readonly cancel?: string
  readonly tone?: 'neutral' | 'danger'
}

/** Unsaved work, asked before anything takes the module away. */
export interface Guard {
  /** Whether there is something to lose now. @default always true while the guard is held */
  isDirty?(): boolean
  /** Saves it. Given 5 s where an administrator switched the module off. */
  save(): Promise<void>
}

/** Kept for this person, module and context alone; survives a reload and the end of a session, not a log-out. Values are JSON. */
export interface Drafts {
  get(key: string): Promise<unknown>
  set(key: string, value: unknown): Promise<void>
  delete(key: string): Promise<void>
}

export interface Vital {
  readonly vital: string
  readonly value: number
}

export interface HeardEvent {
  readonly name: string
  /** Unique per event: receivers are idempotent by it. */
  readonly id: string
  /** ISO 8601. */
  readonly time: string
  readonly data: Readonly<Record<string, unknown>>
}

/**
 * All that a mounted module has of the platform: the thin waist between the shell and every vendor.
 *
 * `user` and `context` are fixed for the life of one mount; switching context mounts anew.
 */
export interface Host {
  readonly app: { readonly id: string; readonly version: string; /** Where its paths start, such as `/espoo/attendance`. */ readonly base: string }
  readonly user: User
  readonly context: Context
  readonly locale: Live<string>
  readonly theme: Live<Theme>
  readonly location: Live<AppLocation>
  readonly settings: Live<Settings>
  /** Aborted when the module is unmounted. */
  readonly signal: AbortSignal
  /**
   * `fetch` to an API of the manifest by its logical name: `host.fetch('api:/lessons?date=…')`.
   *
   * The address is the municipality's binding and the token is added outside of this realm; the module never holds either.
   * @throws {DigiOneError} API_NOT_DECLARED where the manifest has no such name, SESSION_EXPIRED where the person must log in again.
   */
  readonly fetch: (input: string | URL, init?: RequestInit) => Promise<Response>
  /** A short-lived address of a file behind an API, for a download, an image or a print. */
  fileUrl(path: string): Promise<string>
  /** The address of one of the module's own paths, for an `<a href>`. */
  href(path: string, params?: Readonly<Record<string, string>>): string
  /** Goes to one of the module's own paths, or to another address of the platform where `path` is one that `href` gave. */
  go(path: string, options?: { replace?: boolean; state?: unknown }): void
  /** So many steps back (`-1`) or forth in the person's history, as far as they are of this module and stay in it; else nothing. */
  go(steps: number): void
  /** Shows one of the module's own paths in a dialog or panel of the shell; resolves with what it was closed with. */
  open(path: string, options: { as: 'dialog' | 'panel' }): Promise<unknown>
  /** Closes the dialog or panel that this module stands in. Does nothing elsewhere. */
  close(result?: unknown): void
  /** Names the page, once its name is known: the browser's title, and what a screen reader hears after navigation. */
  title(text: string): void
  /** The module's own text for `key` in the present language, with `{name}` placeholders filled in. */
  t(key: string, values?: Readonly<Record<string, string | number>>): string
  notify(notice: Notice): void
  confirm(question: Question): Promise<boolean>
  /** Tells the platform's log about an error or a measurement (`Vital`); personal data does not belong in either. */
  report(what: unknown): void
  supports(feature: string): boolean
  /** Holds the module until released: navigation, context switch, log-out, switching off and updates ask first, and can save. */
  guard(guard: Guard): () => void
  readonly drafts: Drafts
  /** Tells other user interfaces of an intent that the manifest declares. */
  emit(intent: string, payload: Readonly<Record<string, unknown>>): void
  /** Hears events and intents that the manifest lists under `hears`. Facts come from backends, as events. */
  on(name: string, run: (event: HeardEvent) => void): () => void
}

export type Cleanup = () => void
export type Mount = (el: HTMLElementLike, host: Host) => Cleanup | void | Promise<Cleanup | void>

/** What the shell gives a widget in a slot. */
export interface SlotProps {
  /** Where the module's own page is, with the same context. */
  readonly pageHref: string
}
export type SlotMount = (el: HTMLElementLike, host: Host, props: SlotProps) => Cleanup | void | Promise<Cleanup | void>

/**
 * Stands for the DOM's `HTMLElement`, which this package, free of the DOM, cannot name.
 * The SDK's own types narrow it to `HTMLElement`.
 */
export interface HTMLElementLike {}

/** Texts of a module: locale → key → text with `{name}` placeholders. */
export type Messages = Readonly<Record<string, Readonly<Record<string, string>>>>

/** What a module's entry exports as default, made by the SDK's `defineApp`. */
export interface App {
  readonly messages?: Messages
  readonly mount: Mount
  readonly slots?: Partial<Readonly<Record<Slot, SlotMount>>>
}
