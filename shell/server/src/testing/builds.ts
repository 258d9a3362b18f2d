import { createHash } from 'node:crypto'
import { type ManifestInput, ReleaseFile, VendorKey } from '@digione/contracts'
import { calculateJwkThumbprint, CompactSign, exportJWK, generateKeyPair } from 'jose'

type PageInput = Exclude<ManifestInput, { isolation: 'link' }>

/** A module's manifest with everything that must be there. */
export const manifestOf = (id: string, more: Partial<PageInput> = {}): PageInput => ({
  id,
  version: '1.0.0',
  hostApi: '1.0',
  name: { fi: id, sv: id },
  description: { fi: 'Kuvaus', sv: 'Beskrivning' },
  icon: 'check',
  vendor: { name: 'Vendor Oy', contact: 'tuki@vendor.example' },
  roles: ['teacher', 'guardian', 'learner', 'principal'],
  isolation: 'page',
  paths: { '/': { title: { fi: id, sv: id } } },
  ...more,
})

const federation = {
  metaData: { remoteEntry: { name: 'remoteEntry-1.js', path: '' } },
  shared: [{ name: 'react', requiredVersion: '19.3.1' }],
  exposes: [{ path: './app', assets: { js: { sync: ['assets/app-1.js'] }, css: { sync: ['assets/app-1.css'] } } }],
}

export type Files = Record<string, string>

/** A build's files, as the SDK leaves them. */
export const filesOf = (mark: string, more: Files = {}, federationManifest: unknown = federation): Files => ({
  'mf-manifest.json': JSON.stringify(federationManifest),
  'remoteEntry-1.js': `export const mark = ${JSON.stringify(mark)}`,
  'assets/app-1.js': 'export default {}',
  'assets/app-1.css': '@layer module{@font-face{font-family:X}}',
  ...more,
})

/** A federation manifest that shares this with the shell. */
export const sharing = (name: string, requiredVersion: string) => ({ ...federation, shared: [{ name, requiredVersion }] })

export interface Signer {
  readonly jwk: VendorKey
  sign(statement: object): Promise<string>
  signText(text: string): Promise<string>
}

/** A vendor's key pair, as its command line keeps it. */
export async function makeSigner(): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair('Ed25519', { extractable: true })
  const jwk = VendorKey.parse(await exportJWK(publicKey))
  const kid = await calculateJwkThumbprint(jwk)
  const signText = (text: string) => new CompactSign(new TextEncoder().encode(text)).setProtectedHeader({ alg: 'Ed25519', kid }).sign(privateKey)
  return {
    jwk,
    sign: (statement) => signText(JSON.stringify(statement)),
    signText,
  }
}

const sri = (text: string) => `sha384-${createHash('sha384').update(text).digest('base64')}`
let sequence = 0

/** What a vendor states of a build, as the next one of its module. */
export const statementOf = (manifest: unknown, files: Files, channel = 'stable') => ({
  module: (manifest as { id: string }).id,
  version: (manifest as { version: string }).version,
  channel,
  sequence: ++sequence,
  sdk: '0.1.0',
  manifest,
  files: Object.entries(files)
    .filter(([path]) => ReleaseFile.shape.path.safeParse(path).success)
    .map(([path, text]) => ({ path, integrity: sri(text), bytes: Buffer.byteLength(text) })),
})

/** The body of a publication. */
export async function publicationOf(
  signer: Signer,
  manifest: unknown,
  files: Files,
  { channel, statement }: { channel?: string; statement?: object } = {},
): Promise<FormData> {
  const form = new FormData()
  form.set('manifest', JSON.stringify(manifest))
  form.set('statement', await signer.sign(statement ?? statementOf(manifest, files, channel)))
  if (channel !== undefined) form.set('channel', channel)
  for (const [path, text] of Object.entries(files)) form.append('file', new File([text], path), path)
  return form
}
