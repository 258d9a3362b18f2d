import { VendorKey } from '@digione/contracts'
import { z } from 'zod'
import { openRegistry } from './registry.ts'
import type { RegistryOptions } from './registry.ts'
import { newSigningKey, readSigningKey } from './signing-key.ts'

const Keys = z.object({ keys: z.array(z.object({ thumbprint: z.string(), addedAt: z.string(), revokedAt: z.string().nullable() })) })
const Registered = z.object({ thumbprint: VendorKey.shape.x })

/** The keys that the vendor signs with, as the platform knows them. */
export async function listKeys(options: RegistryOptions): Promise<{ text: string } & z.infer<typeof Keys>> {
  const registry = await openRegistry(options)
  const here = (await readSigningKey(registry.client)).thumbprint
  const { keys } = await registry.ask('GET', 'keys', Keys)
  const lines = keys.map(({ thumbprint, addedAt, revokedAt }) => {
    const state = revokedAt ? `revoked ${revokedAt.slice(0, 10)}` : `since ${addedAt.slice(0, 10)}`
    return `${thumbprint}  ${state}${thumbprint === here ? '  the one of this machine' : ''}`
  })
  return { text: lines.length > 0 ? lines.join('\n') : 'The platform knows no key of yours yet. The first publication registers one.', keys }
}

/** Makes this machine a new key that the present one vouches for, and revokes the present one. */
export async function renewKey(options: RegistryOptions): Promise<{ text: string; thumbprint: string }> {
  const registry = await openRegistry(options)
  const old = await readSigningKey(registry.client)
  await registry.ask('POST', 'keys', Registered, { jwk: old.jwk })
  const key = await newSigningKey(`${registry.client}.new`)
  await registry.ask('POST', 'keys', Registered, { jwk: key.jwk, endorsement: await old.sign({ add: key.thumbprint }) })
  await key.replace(registry.client)
  await registry.ask('DELETE', `keys/${old.thumbprint}`, z.null())
  return { text: `Releases are signed with ${key.thumbprint} from now on. ${old.thumbprint} is revoked; what it signed stays.`, thumbprint: key.thumbprint }
}

/** Revokes a key that was lost or seen by others. */
export async function revokeKey(options: RegistryOptions, thumbprint: string): Promise<{ text: string; thumbprint: string }> {
  const registry = await openRegistry(options)
  await registry.ask('DELETE', `keys/${encodeURIComponent(thumbprint)}`, z.null())
  return {
    text: `${thumbprint} is revoked: nothing that it signs is taken any more. What it signed before stays; withdraw what you doubt with "digione yank".`,
    thumbprint,
  }
}
