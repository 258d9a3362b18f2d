/** Headers of an answer, as Node has them. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>

export interface PageNeeds {
  /** Address of the development server's socket. */
  readonly socket: string
  /** Of this one answer. */
  readonly nonce: string
}

/** Adds to a directive of a content security policy. One that is not there is not needed: nothing is taken away. */
const widen = (policy: string, directive: string, sources: string) => policy.replace(new RegExp(`(^|;\\s*)(${directive} [^;]*)`), `$1$2 ${sources}`)

/**
 * The headers of the shell's HTML for a page in development.
 *
 * The policy holds as it does on the platform, so that what would be refused there is refused here, with what the development
 * server needs besides: the styles that it puts into the page, known by a nonce, and its socket. Its scripts carry no integrity, as
 * they change.
 */
export function developmentHeaders(headers: Headers, { socket, nonce }: PageNeeds): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || ['content-length', 'etag', 'integrity-policy', 'transfer-encoding'].includes(name)) continue
    kept[name] = name === 'content-security-policy' ? widen(widen(String(value), 'style-src', `'nonce-${nonce}'`), 'connect-src', socket) : value
  }
  return { ...kept, 'cache-control': 'no-store' }
}

/**
 * The shell's HTML with one script more, before its own: after the import map, which has to come before every module. Vite's client
 * finds the nonce of its styles in the page.
 */
export const developmentPage = (html: string, src: string, nonce: string): string =>
  html
    // Whoever develops has the shell's tools for it.
    .replace('<html ', '<html data-develops ')
    .replace(/<script type="module"/, `<meta property="csp-nonce" nonce="${nonce}">\n<script type="module" src="${src}"></script>\n$&`)
