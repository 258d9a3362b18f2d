import { existsSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { DigiOneError, Published } from '@digione/contracts'
import type { Channel, Manifest, ReleaseStatement } from '@digione/contracts'
import { z } from 'zod'
import { PlatformRefusal } from '../server/refusal.ts'
import { readManifest } from '../vite/manifest.ts'
import { buildFiles } from './build-files.ts'
import type { BuildFile } from './build-files.ts'
import { openRegistry } from './registry.ts'
import type { RegistryOptions } from './registry.ts'
import { readSigningKey, sourceOf } from './signing-key.ts'
import type { SigningKey } from './signing-key.ts'
import { SDK_VERSION } from './version.ts'

export interface PublishOptions extends RegistryOptions {
  readonly channel?: string | undefined
  /** Folder of the vendor's keys. @default this machine's */
  readonly keys?: string
}

const sri = (contents: Uint8Array) => `sha384-${createHash('sha384').update(contents).digest('base64')}`

/**
 * Signs the build in `dist/` and sends it to a platform's registry, with the vendor's own client credentials.
 *
 * The first publication makes the client's key and registers it. The same build again is no error: the registry answers with
 * the release that it has.
 */
export async function publish(folder: string, options: PublishOptions): Promise<{ text: string } & Published> {
  const registry = await openRegistry(options)
  const channel = channelOf(options.channel)
  const { manifest, files } = await readBuild(folder)

  const key = await readSigningKey(registry.client, options.keys)
  await registry.ask('POST', 'keys', z.object({ thumbprint: z.string() }), { jwk: key.jwk }).catch((error: unknown) => {
    throw isStranger(error) ? unknownKey(key) : error
  })
  const { nextSequence } = await registry.ask('GET', `releases?module=${encodeURIComponent(manifest.id)}`, z.object({ nextSequence: z.number() }))
  const statement: ReleaseStatement = {
    module: manifest.id,
    version: manifest.version,
    channel,
    sequence: nextSequence,
    sdk: SDK_VERSION,
    manifest: { ...manifest },
    files: files.map(({ path, contents }) => ({ path, integrity: sri(contents), bytes: contents.byteLength })),
    source: sourceOf(folder),
  }
  const form = new FormData()
  form.set('manifest', JSON.stringify(manifest))
  form.set('statement', await key.sign(statement))
  form.set('channel', channel)
  for (const file of files) form.append('file', new Blob([file.contents]), file.path)
  const published = await registry.ask('POST', 'releases', Published, form)
  const what = `${published.release} (${published.version}, ${published.files} files, ${published.bytes} bytes)`
  return {
    text: published.created ? `Published ${what} to "${channel}", signed with the key ${key.thumbprint}.` : `The registry has ${what} already.`,
    ...published,
  }
}

const isStranger = (error: unknown) => error instanceof PlatformRefusal && error.code === 'NOT_ALLOWED'
const unknownKey = ({ thumbprint, file }: SigningKey) =>
  new DigiOneError(
    'CONFIGURATION_INVALID',
    file ?? 'DIGIONE_SIGNING_KEY',
    `the platform knows other keys of yours and not ${thumbprint}. Take the key of the machine that published before, or ask the operator to add this one`,
  )

function channelOf(value: string | undefined): z.infer<typeof Channel> {
  if (value === undefined || value === 'stable') return 'stable'
  if (value === 'preview') return 'preview'
  throw new DigiOneError('INPUT_INVALID', '--channel', `it is "${value}", and there are "stable" and "preview"`)
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
