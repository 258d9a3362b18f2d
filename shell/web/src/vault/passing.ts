/** What a page that a person passes through says when it cannot go on. @param retryHref Where trying again leads. */
export function sayFailed(retryHref: string): void {
  const [doing, failed, retry] = ['doing', 'failed', 'retry'].map((id) => document.getElementById(id))
  doing?.setAttribute('hidden', '')
  retry?.setAttribute('href', retryHref)
  failed?.removeAttribute('hidden')
}

/** The shell's origin, as the server wrote it into the page. */
export const shellOrigin = () => document.getElementById('vault')?.dataset['shell'] ?? ''

/** A path on the shell's own origin and nothing else: `//elsewhere` and `/\elsewhere` are not. */
export const returnPath = (value: unknown): string => (typeof value === 'string' && /^\/(?![/\\])[^\\\s]*$/.test(value) ? value : '/')
