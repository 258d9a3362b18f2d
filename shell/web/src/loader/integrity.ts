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

/**
 * Whether a file that did not load was refused for its contents, rather than missing.
 *
 * The browser says the same of both, so the file is fetched as data, which runs nothing of it, and hashed here.
 */
export async function isTampered(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    const expected = integrityOf(path)
    if (!expected) continue
    const response = await fetch(path, { cache: 'no-store' }).catch(() => null)
    if (!response?.ok || !/javascript/.test(response.headers.get('content-type') ?? '')) continue
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-384', await response.arrayBuffer()))
    if (`sha384-${btoa(String.fromCharCode(...hash))}` !== expected) return path
  }
  return null
}
