import type { Cleanup, HeardEvent, Host as WireHost, Live, Messages, Slot, SlotProps } from '@digione/contracts'
import type { Register } from './register.ts'

/** A path of the module's manifest, such as `/groups/:group`. */
export type ModulePath = Register extends { paths: infer P extends string } ? P : string
/** A key of the module's messages. */
export type MessageKey = Register extends { messages: infer K extends string } ? K : string
/** What the municipality configured. */
export type Settings = Register extends { settings: infer S } ? Readonly<S> : Readonly<Record<string, unknown>>
/** Intents that the module emits, by name, with their payloads. */
export type Intents = Register extends { intents: infer I } ? I : Record<string, Readonly<Record<string, unknown>>>
/** Events and intents that the module hears. */
export type HeardName = Register extends { hears: infer N extends string } ? N : string
/** The logical names of the module's APIs. */
export type ApiName = Register extends { apis: infer N extends string } ? N : string

type ParameterNames<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParameterNames<`/${Rest}`>
  : P extends `${string}:${infer Name}`
    ? Name
    : never
/** The values that a path asks for: `{ group: string }` for `/groups/:group`. */
export type PathParams<P extends string> = string extends P ? Readonly<Record<string, string>> : { readonly [Name in ParameterNames<P>]: string }
type PathArguments<P extends string> = string extends P ? [params?: PathParams<P>] : [ParameterNames<P>] extends [never] ? [] : [params: PathParams<P>]

/** All that a mounted module has of the platform. `user` and `context` are fixed for the life of one mount. */
export interface Host extends Omit<WireHost, 'settings' | 'fetch' | 'href' | 't' | 'emit' | 'on'> {
  readonly settings: Live<Settings>
  /**
   * `fetch` to an API of the manifest by its logical name: `host.fetch('api:/lessons?date=…')`.
   *
   * The address is the municipality's binding and the token is added outside of this realm; the module never holds either.
   * @throws {DigiOneError} API_NOT_DECLARED where the manifest has no such name, SESSION_EXPIRED where the person must log in again.
   */
  readonly fetch: (input: `${ApiName}:/${string}` | URL, init?: RequestInit) => Promise<Response>
  /** The address of one of the module's own paths, for an `<a href>`. */
  href<P extends ModulePath>(path: P, ...params: PathArguments<NoInfer<P>>): string
  /** The module's own text for `key` in the present language, with `{name}` placeholders filled in. */
  t(key: MessageKey, values?: Readonly<Record<string, string | number>>): string
  /** Tells other user interfaces of an intent that the manifest declares. */
  emit<Name extends Extract<keyof Intents, string>>(intent: Name, payload: Intents[Name]): void
  /** Hears events and intents that the manifest lists under `hears`. Facts come from backends, as events. */
  on(name: HeardName, run: (event: HeardEvent) => void): () => void
}

/** Mounts the module's page into `el`. A returned promise is ready when it resolves. */
export type Mount = (el: HTMLElement, host: Host) => Cleanup | void | Promise<Cleanup | void>
/** Mounts the module's widget for a slot. */
export type SlotMount = (el: HTMLElement, host: Host, props: SlotProps) => Cleanup | void | Promise<Cleanup | void>

/** What a module is: its texts, its page, and its widgets by slot. */
export interface AppDefinition {
  readonly messages?: Messages
  readonly mount: Mount
  readonly slots?: Partial<Readonly<Record<Slot, SlotMount>>>
}
