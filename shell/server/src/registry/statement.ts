import { ReleaseStatement } from '@digione/contracts'
import type { ReleaseFile } from '@digione/contracts'
import canonicalize from 'canonicalize'
import { compactVerify, decodeProtectedHeader, importJWK } from 'jose'
import { jsonIn, type KnownKey } from './keys.ts'

export interface Claimed {
  /** digione.json as it was sent. */
  readonly manifest: unknown
  readonly channel: string
  /** What came, hashed here. */
  readonly files: readonly ReleaseFile[]
}

export type Verified = { readonly statement: ReleaseStatement; readonly key: string } | { readonly reasons: readonly string[] }

const refused = (...reasons: string[]) => ({ reasons })

async function payloadOf(jws: string, keys: readonly KnownKey[]): Promise<{ payload: unknown; key: string } | string> {
  let kid: string | undefined
  try {
    kid = decodeProtectedHeader(jws).kid
  } catch {
    return 'its signature is not a compact JWS'
  }
  const key = keys.find(({ thumbprint }) => thumbprint === kid)
  if (!key) return 'it is signed with a key that the vendor has not registered; run "digione publish" with the vendor’s client, or "digione keys"'
  if (key.revokedAt) return `it is signed with the key ${key.thumbprint}, which was revoked`
  const verified = await compactVerify(jws, await importJWK(key.jwk, 'Ed25519'), { algorithms: ['Ed25519'] }).catch(() => null)
  return verified ? { payload: jsonIn(verified.payload), key: key.thumbprint } : 'its signature does not hold'
}

/** Checks a vendor's word for a release against what came with it. Every reason against it is told. */
export async function verifyStatement(jws: string, keys: readonly KnownKey[], { manifest, channel, files }: Claimed): Promise<Verified> {
  const found = await payloadOf(jws, keys)
  if (typeof found === 'string') return refused(found)
  const parsed = ReleaseStatement.safeParse(found.payload)
  if (!parsed.success)
    return refused(`its signed statement is not one: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join(', ')}`)
  const { data: statement } = parsed
  const signed = new Map(statement.files.map(({ path, integrity }) => [path, integrity]))
  const reasons = [
    ...(canonicalize(statement.manifest) === canonicalize(manifest) ? [] : ['what is signed has another digione.json']),
    ...(statement.module === statement.manifest['id'] && statement.version === statement.manifest['version'] ? [] : ['what is signed names another release']),
    ...(statement.channel === channel ? [] : [`it is signed for the channel "${statement.channel}"`]),
    ...files.flatMap(({ path, integrity }) =>
      signed.get(path) === integrity ? [] : [signed.has(path) ? `${path} is not the file that was signed` : `${path} was not signed`],
    ),
    ...[...signed.keys()].filter((path) => !files.some((file) => file.path === path)).map((path) => `${path} was signed and did not come`),
  ]
  return reasons.length > 0 ? { reasons } : { statement, key: found.key }
}
