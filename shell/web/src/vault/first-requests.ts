const KEY = 'digione.first'
/** What is remembered is small: it is read at every start. */
const MOST_PAGES = 30
const MOST_REQUESTS = 6
const LONGEST_PATH = 500

/** One address of a module in one context. `address` is below the module's base, query included: `/groups/7b?date=2026-11-24`. */
export interface Page {
  readonly module: string
  readonly context: string
  readonly address: string
}

/** A request that a page made as soon as it was mounted. */
export interface FirstRequest {
  readonly api: string
  readonly path: string
  /** Its one header that may differ; `null` where it had none. */
  readonly accept: string | null
  /** Whether its last answer forbade the browser to keep it. */
  readonly isNeverKept: boolean
}

type Remembered = readonly (readonly [page: string, requests: readonly FirstRequest[]])[]

const nameOf = ({ module, context, address }: Page) => JSON.stringify([module, context, address])
const isSame = (a: FirstRequest, b: FirstRequest) => a.api === b.api && a.path === b.path && a.accept === b.accept

function read(): Remembered {
  const kept = sessionStorage.getItem(KEY)
  return kept === null ? [] : (JSON.parse(kept) as Remembered)
}

/** The page used last stands last. */
function put(page: Page, requests: readonly FirstRequest[]): void {
  const name = nameOf(page)
  const others = read().filter(([other]) => other !== name)
  const all = requests.length > 0 ? [...others, [name, requests] as const] : others
  try {
    sessionStorage.setItem(KEY, JSON.stringify(all.slice(-MOST_PAGES)))
  } catch {
    // Full with somebody's drafts, which are worth more.
    sessionStorage.removeItem(KEY)
  }
}

/** Which requests each page made first when it was last mounted, in this tab alone: they go with the log-in. */
export const firstRequests = {
  of: (page: Page): readonly FirstRequest[] => read().find(([name]) => name === nameOf(page))?.[1] ?? [],
  /** In which of these contexts the page was last shown; `null` in none of them. */
  lastContext(module: string, address: string, contexts: readonly string[]): string | null {
    const names = new Map(contexts.map((context) => [nameOf({ module, context, address }), context]))
    const last = read().findLast(([name]) => names.has(name))
    return last ? (names.get(last[0]) ?? null) : null
  },
  /** Remembers one more of this mount. @param isFirst The first of them replaces what an earlier mount made. */
  add(page: Page, request: FirstRequest, isFirst: boolean): void {
    const before = isFirst ? [] : firstRequests.of(page).filter((one) => !isSame(one, request))
    if (before.length < MOST_REQUESTS && request.path.length <= LONGEST_PATH) put(page, [...before, request])
  },
  remove(page: Page, request: FirstRequest): void {
    put(
      page,
      firstRequests.of(page).filter((one) => !isSame(one, request)),
    )
  },
  drop: (): void => sessionStorage.removeItem(KEY),
}
