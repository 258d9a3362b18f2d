import { createHash, generateKeyPairSync, sign } from 'node:crypto'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const { x = '' } = publicKey.export({ format: 'jwk' })

/** The key that the bench's modules are signed with, made anew for each run. */
export const VENDOR_KEY = { kty: 'OKP', crv: 'Ed25519', x } as const

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
/** RFC 7638: the members in the order of their names. */
const thumbprint = createHash('sha256')
  .update(JSON.stringify({ crv: VENDOR_KEY.crv, kty: VENDOR_KEY.kty, x }))
  .digest('base64url')

/** A compact JWS. */
export function signed(statement: object): string {
  const text = `${encoded({ alg: 'Ed25519', kid: thumbprint })}.${encoded(statement)}`
  return `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`
}

/** Subresource Integrity value. */
export const integrityOf = (text: string) => `sha384-${createHash('sha384').update(text).digest('base64')}`
