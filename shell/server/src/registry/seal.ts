import { createHash } from 'node:crypto'
import { DigiOneError, isCode, sealedText } from '@digione/contracts'
import type { ReleaseFile, Seal, Sealed, Start } from '@digione/contracts'
import canonicalize from 'canonicalize'
import { CompactSign, importJWK } from 'jose'
import type { Secrets } from '../config.ts'

const integrities = (files: readonly ReleaseFile[]) => Object.fromEntries(files.map(({ path, integrity }) => [path, integrity]))

/** One digest for what no browser checks by itself: images, fonts, data. */
const digestOf = (files: readonly ReleaseFile[]) =>
  createHash('sha256')
    .update(canonicalize(integrities(files)) ?? '')
    .digest('base64url')

/** Signs what a browser is to run of a release, so that nothing between here and there can change it: no database, no cache, no proxy. */
export async function makeSeal(
  secrets: Secrets,
  { files, ...release }: Omit<Sealed, 'code' | 'others'> & { readonly files: readonly ReleaseFile[] },
): Promise<Seal> {
  const [key] = secrets.jwks.keys
  if (!key) throw new DigiOneError('CONFIGURATION_INVALID', 'DIGIONE_SECRETS', 'it has no signing key')
  const code = integrities(files.filter(({ path }) => isCode(path)))
  const others = digestOf(files.filter(({ path }) => !isCode(path)))
  const { sequence, vendorKey } = release
  const signer = new CompactSign(new TextEncoder().encode(sealedText({ ...release, code, others })))
  const jws = await signer.setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'digione-release+jws' }).sign(await importJWK(key, 'ES256'))
  const [header, , signature] = jws.split('.')
  return { sequence, vendorKey, others, signature: `${header}..${signature}` }
}

/** What a document tells its shell to check seals with: those of earlier keys hold as well. */
export const sealKeys = ({ jwks }: Pick<Secrets, 'jwks'>): Start['keys'] => jwks.keys.map(({ kid, x, y }) => ({ kid, x: String(x), y: String(y) }))
