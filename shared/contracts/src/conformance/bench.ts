import type { HeardEvent, Host, Messages, Notice, Question, Settings, Theme } from '../host.ts'
import type { MountedManifest } from '../manifest.ts'

/** What a host is made of for a conformance case. */
export interface ConformanceSetup {
  readonly manifest: MountedManifest
  readonly messages: Messages
  readonly settings: Settings
  readonly locale: string
  /** Below the module's base. */
  readonly path: string
  readonly userId: string
  readonly contextId: string
  /** Answers the requests to the manifest's API `api`; their addresses end with the path that the module asked for. */
  readonly api: (request: Request) => Response | Promise<Response>
}

/** One mounted host, with hands for its surroundings. Whatever takes a moment may return a promise. */
export interface ConformanceBench {
  readonly host: Host
  setLocale(locale: string): void | Promise<void>
  setTheme(theme: Theme): void | Promise<void>
  setSettings(configured: Settings): void | Promise<void>
  /** The person goes to a path below the module's base. */
  navigate(path: string): void | Promise<void>
  hear(event: HeardEvent): void | Promise<void>
  /** The person answers the question that stands open. */
  answer(yes: boolean): void | Promise<void>
  /** The dialog or panel that the module opened last is closed with a result. */
  closeOpened(result: unknown): void | Promise<void>
  /** The person leaves and decides about unsaved work. Gives whether the module may go. */
  leave(decision: 'save' | 'discard' | 'stay'): Promise<boolean>
  unmount(): void | Promise<void>
  /** What came of the module's calls, so far. */
  readonly seen: {
    notices(): readonly Notice[]
    questions(): readonly Question[]
    titles(): readonly string[]
    reports(): readonly unknown[]
    /** Where the module went last: an address of the platform, and whether it replaced the one before. */
    lastStep(): { readonly address: string; readonly replace: boolean } | undefined
    opened(): readonly { readonly path: string; readonly as: 'dialog' | 'panel' }[]
  }
}

/** One device on which hosts are mounted: what one keeps another may find. */
export interface ConformanceWorld {
  mount(setup: ConformanceSetup): ConformanceBench | Promise<ConformanceBench>
}

export interface ConformanceCase {
  readonly name: string
  run(): Promise<void>
}
