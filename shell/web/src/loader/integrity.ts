/** Integrity of every file that the document's import map covers, by path on this origin. */
let known: Readonly<Record<string, string>> | null = null

/** Integrity of every file that this document may run, by path. */
export function integrities(): Readonly<Record<string, string>> {
  if (known) return known
  const map = document.querySelector('script[type="importmap"]')?.textContent
  known = map ? ((JSON.parse(map) as { integrity?: Record<string, string> }).integrity ?? {}) : {}
  return known
}

export const integrityOf = (path: string): string | undefined => integrities()[path]

/** What files that did not load are like when they are fetched as data. */
export interface Looked {
  /** The first whose contents are not what was signed. */
  readonly tampered: string | null
  /** Whether each of them comes now, as it was signed: then the browser keeps a failure, and asks for nothing again in this document. */
  readonly areThere: boolean
}

/**
 * Looks at files that did not load: refused for their contents, missing, or there by now.
 *
 * The browser says the same of all three, so they are fetched as data, which runs nothing of them, and hashed here.
 */
export async function lookAt(paths: readonly string[]): Promise<Looked> {
  let areThere = true
  for (const path of paths) {
    const expected = integrityOf(path)
    const response = expected ? await fetch(path, { cache: 'no-store' }).catch(() => null) : null
    if (!response?.ok || !/javascript/.test(response.headers.get('content-type') ?? '')) {
      areThere = false
      continue
    }
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-384', await response.arrayBuffer()))
    if (`sha384-${btoa(String.fromCharCode(...hash))}` !== expected) return { tampered: path, areThere: false }
  }
  return { tampered: null, areThere }
}
