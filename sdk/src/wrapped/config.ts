import type { SingleSpa } from '@digione/contracts'

/** What a wrapped application's container knows of it. */
export interface WrappedConfig extends Pick<SingleSpa, 'entry' | 'format' | 'externals' | 'base' | 'requests' | 'props'> {
  /** How its own files that register themselves are loaded: as scripts, whose code is what it was, or as modules, whose code is strict. */
  readonly runsAs: 'script' | 'module'
}

/** Where the application's files are below the release. */
export const FILES = 'app/'

/**
 * What stands around each file that registers itself: a function, whose parameters are all that such a file looks for of a loader.
 * A script leaves it at its own element, a module exports it.
 */
export const AROUND: Readonly<Record<WrappedConfig['runsAs'], { readonly before: string; readonly after: string }>> = {
  script: { before: 'document.currentScript.run=function(System,module,exports,require,define){', after: '\n}' },
  module: { before: 'export function run(System,module,exports,require,define){', after: '\n}' },
}

/** The function that a file is. */
export type RunFile = (this: unknown, System: object, module: { exports: object }, exports: object, require: (name: string) => unknown) => void
