import { DigiOneError } from '@digione/contracts'
import type { z } from 'zod'
import { clientToken } from '../server/client-token.ts'
import { discover } from '../server/discover.ts'
import { refusalOf } from '../server/refusal.ts'

export interface RegistryOptions {
  readonly platform: string | undefined
  readonly client: string | undefined
  readonly secret: string | undefined
}

/** A platform's registry, asked as a vendor's client. */
export interface Registry {
  readonly client: string
  /** @throws {DigiOneError} PLATFORM_UNREACHABLE @throws {PlatformRefusal} */
  ask<T>(method: string, path: string, answer: z.ZodType<T>, body?: FormData | object): Promise<T>
}

/** @throws {DigiOneError} CONFIGURATION_INVALID naming what is missing, PLATFORM_UNREACHABLE */
export async function openRegistry(options: RegistryOptions): Promise<Registry> {
  const platform = needed('--platform', 'DIGIONE_PLATFORM', options.platform)
  const client = needed('--client', 'DIGIONE_CLIENT', options.client)
  const secret = needed('--secret', 'DIGIONE_SECRET', options.secret)
  const facts = await discover(platform)
  const token = clientToken({ facts, clientId: client, clientSecret: secret, scope: 'registry.publish' })
  return {
    client,
    async ask(method, path, schema, body) {
      const isForm = body instanceof FormData
      const answer = await fetch(`${facts.shell}/api/registry/${path}`, {
        method,
        headers: { authorization: `Bearer ${await token()}`, ...(body && !isForm ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
      }).catch((cause: unknown) => {
        throw new DigiOneError('PLATFORM_UNREACHABLE', facts.shell, { cause })
      })
      if (!answer.ok) throw await refusalOf(answer)
      return schema.parse(answer.status === 204 ? null : await answer.json())
    },
  }
}

function needed(option: string, variable: string, value: string | undefined): string {
  if (!value) throw new DigiOneError('CONFIGURATION_INVALID', `${option} (or ${variable})`, 'it is missing')
  return value
}
