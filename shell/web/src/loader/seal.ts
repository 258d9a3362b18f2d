import { sealedIn, sealedText } from '@digione/contracts'
import type { Start, StartRelease } from '@digione/contracts'

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' } as const
const imported = new Map<string, Promise<CryptoKey>>()

function keyOf({ kid, x, y }: Start['keys'][number]): Promise<CryptoKey> {
  const known = imported.get(kid)
  if (known) return known
  const key = crypto.subtle.importKey('jwk', { kty: 'EC', crv: ECDSA.namedCurve, x, y }, ECDSA, false, ['verify'])
  imported.set(kid, key)
  return key
}

const text = (base64url: string) => atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
const utf8 = new TextEncoder()

/**
 * Whether the platform has signed exactly what this document carries of a release: its manifest, where it starts, and the
 * integrity of every file that it may run.
 *
 * @param keys Of the platform, as the document brought them.
 * @param integrity Every entry of the document's import map.
 * @see RFC 7515 Appendix F
 */
export async function sealHolds(release: StartRelease, keys: Start['keys'], integrity: Readonly<Record<string, string>>): Promise<boolean> {
  try {
    const [header = '', , signature = ''] = release.seal.signature.split('.')
    const { alg, kid, typ } = JSON.parse(text(header)) as { alg?: unknown; kid?: unknown; typ?: unknown }
    const key = keys.find((one) => one.kid === kid)
    const { module, version, manifest } = release
    if (module !== manifest.id || version !== manifest.version) return false
    // The same keys sign tokens: a token is no seal.
    if (!key || alg !== 'ES256' || typ !== 'digione-release+jws') return false
    const payload = base64url(utf8.encode(sealedText(sealedIn(release, integrity))))
    const bytes = Uint8Array.from(text(signature), (letter) => letter.charCodeAt(0))
    return await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, await keyOf(key), bytes, utf8.encode(`${header}.${payload}`))
  } catch {
    // Whatever is not even of the form of a seal is none.
    return false
  }
}
