import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DigiOneError, Published } from '@digione/contracts'
import type { Manifest } from '@digione/contracts'
import { readManifest } from '../vite/manifest.ts'
import { discover } from '../server/discover.ts'
import { clientToken } from '../server/client-token.ts'
import { refusalOf } from '../server/refusal.ts'
import { buildFiles } from './build-files.ts'
import type { BuildFile } from './build-files.ts'

export interface PublishOptions {
  readonly platform: string | undefined
  readonly client: string | undefined
  readonly secret: string | undefined
}

/**
 * Sends the build in `dist/` to a platform's registry, with the vendor's own client credentials.
 *
 * The same build again is no error: the registry answers with the release that it has.
 */
export async function publish(folder: string, options: PublishOptions): Promise<{ text: string } & Published> {
  const platform = needed('--platform', 'DIGIONE_PLATFORM', options.platform)
  const client = needed('--client', 'DIGIONE_CLIENT', options.client)
  const secret = needed('--secret', 'DIGIONE_SECRET', options.secret)
  const { manifest, files } = await readBuild(folder)

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
  if (!answer.ok) throw await refusalOf(answer)
  const published = Published.parse(await answer.json())
  const what = `${published.release} (${published.version}, ${published.files} files, ${published.bytes} bytes)`
  return { text: published.created ? `Published ${what}.` : `The registry has ${what} already.`, ...published }
}

/** The build in `dist/`, with the manifest that it was made from. A link needs none. */
async function readBuild(folder: string): Promise<{ manifest: Manifest; files: BuildFile[] }> {
  const dist = join(folder, 'dist')
  const source = existsSync(join(folder, 'digione.json')) ? readManifest(folder) : null
  if (source?.isolation === 'link') return { manifest: source, files: [] }
  const files = await buildFiles(dist)
  if (!files.some((file) => file.path === 'digione.json'))
    throw new DigiOneError('RELEASE_REFUSED', source?.id ?? folder, 'dist/ holds no build; run "digione build" first')
  const manifest = readManifest(dist)
  if (source && JSON.stringify(source) !== JSON.stringify(manifest)) {
    throw new DigiOneError('RELEASE_REFUSED', source.id, 'digione.json has changed since the build; run "digione build" again')
  }
  return { manifest, files: files.filter((file) => file.path !== 'digione.json') }
}

function needed(option: string, variable: string, value: string | undefined): string {
  if (!value) throw new DigiOneError('CONFIGURATION_INVALID', `${option} (or ${variable})`, 'it is missing')
  return value
}
