import type { ManifestInput } from '@digione/contracts'

type PageInput = Extract<ManifestInput, { isolation: 'page' }>

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
  'assets/app-1.css': 'h2 { color: red }',
  ...more,
})

/** A federation manifest that shares this with the shell. */
export const sharing = (name: string, requiredVersion: string) => ({ ...federation, shared: [{ name, requiredVersion }] })

/** The body of a publication. */
export function publicationOf(manifest: unknown, files: Files, channel?: string): FormData {
  const form = new FormData()
  form.set('manifest', JSON.stringify(manifest))
  if (channel !== undefined) form.set('channel', channel)
  for (const [path, text] of Object.entries(files)) form.append('file', new File([text], path), path)
  return form
}
