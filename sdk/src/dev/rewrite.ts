/** Headers of an answer, as Node has them. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>

export interface PageNeeds {
  /** Address of the development server's socket. */
  readonly socket: string
  /** Of this one answer. */
  readonly nonce: string
  /** Where the module's files are, for a document that has them from nowhere else. */
  readonly code?: string
}

/** Adds to a directive of a content security policy. One that is not there is not needed: nothing is taken away. */
const widen = (policy: string, directive: string, sources: string) =>
  policy.replace(new RegExp(`(^|;\\s*)${directive} ([^;]*)`), (_, before: string, there: string) =>
    [before + directive, there === "'none'" ? [] : there, sources].flat().join(' '),
  )
/** What says where a frame's files come from. */
const IN_FRAME = ['script-src', 'img-src', 'font-src', 'media-src']

/**
 * The headers of the shell's HTML for a page in development.
 *
 * The policy holds as it does on the platform, so that what would be refused there is refused here, with what the development
 * server needs besides: the styles that it puts into the page, known by a nonce, and its socket. Its scripts carry no integrity, as
 * they change.
 */
export function developmentHeaders(headers: Headers, { socket, nonce, code }: PageNeeds): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {}
  const files = code === undefined ? [] : IN_FRAME.map((directive) => [directive, code] as const)
  const needs = [['style-src', `'nonce-${nonce}'`] as const, ['connect-src', socket] as const, ...files]
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || ['content-length', 'etag', 'integrity-policy', 'connection-allowlist', 'transfer-encoding'].includes(name)) continue
    kept[name] = name === 'content-security-policy' ? needs.reduce((policy, [directive, source]) => widen(policy, directive, source), String(value)) : value
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

/** A frame's document without the files of the release that is on, and without what that one borrows. */
export const frameWithoutRelease = (html: string): string =>
  html.replaceAll(/<link [^>]*href="\/releases\/[^>]*>/g, '').replace(/ data-shared="[^"]*"/, ' data-shared=""')
