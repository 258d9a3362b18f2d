/** Whether a cache of this origin is a failure worker's. */
export const isKept = (cache: string): boolean => cache.startsWith('digione-kept-')

/** What the server puts into a host's failure worker. Two renderings of the same state are the same text. */
export interface KeptPages {
  /** Names this content, after `digione-kept-`; another content has another name. */
  readonly name: string
  /** A header that every page of the platform's own carries. */
  readonly header: string
  /** A pattern of the paths that the kept page stands for. */
  readonly paths: string
  readonly html: string
  readonly headers: Readonly<Record<string, string>>
  /** Paths of files that the page needs and that the worker keeps. */
  readonly files: readonly string[]
}
