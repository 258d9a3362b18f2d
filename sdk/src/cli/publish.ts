import { join } from 'node:path'
import { DigiOneError, Published } from '@digione/contracts'
import { z } from 'zod'
import { readManifest } from '../vite/manifest.ts'
import { discover } from '../server/discover.ts'
import { clientToken } from '../server/client-token.ts'
import { buildFiles } from './build-files.ts'

export interface PublishOptions {
  readonly platform: string | undefined
  readonly client: string | undefined
  readonly secret: string | undefined
}

const Refusal = z.object({ detail: z.string(), fix: z.string().optional() })

/**
 * Sends the build in `dist/` to a platform's registry, with the vendor's own client credentials.
 *
 * The same build again is no error: the registry answers with the release that it has.
 */
export async function publish(folder: string, options: PublishOptions): Promise<{ text: string } & Published> {
  const platform = needed('--platform', 'DIGIONE_PLATFORM', options.platform)
  const client = needed('--client', 'DIGIONE_CLIENT', options.client)
  const secret = needed('--secret', 'DIGIONE_SECRET', options.secret)
  const manifest = readManifest(join(folder, 'dist'))
  const files = (await buildFiles(join(folder, 'dist'))).filter((file) => file.path !== 'digione.json')
  if (manifest.isolation === 'page' && !files.some((file) => file.path === 'mf-manifest.json'))
    throw new DigiOneError('RELEASE_REFUSED', manifest.id, 'dist/ holds no build; run "digione build" first')

  const facts = await discover(platform)
  const token = clientToken({ facts, clientId: client, clientSecret: secret, scope: 'registry.publish' })
  const form = new FormData()
  form.set('manifest', JSON.stringify(manifest))
  for (const file of files) form.append('file', new Blob([file.contents]), file.path)
  const answer = await fetch(`${facts.shell}/api/registry/releases`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await token()}` },
    body: form,
  }).catch((cause: unknown) => {
    throw new DigiOneError('PLATFORM_UNREACHABLE', facts.shell, { cause })
  })
  const body: unknown = await answer.json().catch(() => null)
  if (!answer.ok) {
    const refusal = Refusal.safeParse(body)
    if (!refusal.success) throw new DigiOneError('PLATFORM_UNREACHABLE', `${facts.shell} (${answer.status})`)
    throw new Error([refusal.data.detail, refusal.data.fix].filter(Boolean).join('\n'))
  }
  const published = Published.parse(body)
  const what = `${published.release} (${published.version}, ${published.files} files, ${published.bytes} bytes)`
  return { text: published.created ? `Published ${what}.` : `The registry has ${what} already.`, ...published }
}

function needed(option: string, variable: string, value: string | undefined): string {
  if (!value) throw new DigiOneError('CONFIGURATION_INVALID', `${option} (or ${variable})`, 'it is missing')
  return value
}
