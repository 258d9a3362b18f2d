import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import { z } from 'zod'

/** Person identifiers as they leave the platform: another one for each sector, and only the platform can tell whose they are. */
export interface Pairwise {
  /** @param sector The vendor's module id, or `shell`. */
  mask(personId: string, sector: string): string
  /** The person behind a masked identifier; `null` for what is no identifier at all. A foreign sector's gives somebody who does not exist. */
  unmask(masked: string, sector: string): string | null
}

const PersonId = z.guid()

const formatted = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
const bytesOf = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex')

/**
 * A UUID is exactly one cipher block. Encrypting it under a key of the sector's own gives every sector a permutation of all
 * identifiers: the same person always has the same one there, two persons never share one, and no table has to be kept.
 *
 * @param keyBase64 32 bytes. Whoever loses it makes everybody a stranger to every module.
 */
export function createPairwise(keyBase64: string): Pairwise {
  const secret = Buffer.from(keyBase64, 'base64')
  const keys = new Map<string, Buffer>()
  function keyOf(sector: string): Buffer {
    const known = keys.get(sector)
    if (known) return known
    const key = Buffer.from(hkdfSync('sha256', secret, 'digione pairwise', sector, 32))
    keys.set(sector, key)
    return key
  }
  return {
    mask(personId, sector) {
      const cipher = createCipheriv('aes-256-ecb', keyOf(sector), null).setAutoPadding(false)
      return formatted(Buffer.concat([cipher.update(bytesOf(PersonId.parse(personId))), cipher.final()]))
    },
    unmask(masked, sector) {
      if (!PersonId.safeParse(masked).success) return null
      const decipher = createDecipheriv('aes-256-ecb', keyOf(sector), null).setAutoPadding(false)
      return formatted(Buffer.concat([decipher.update(bytesOf(masked)), decipher.final()]))
    },
  }
}
